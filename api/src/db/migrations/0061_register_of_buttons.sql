-- A button is a subject: what is registered of it has a history, its loans tell whether a test of it was heard, and what a
-- press copies has a number that grows with every change. The release before leaves what it does not know.
CREATE TABLE "pending_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"content" text NOT NULL,
	"uploaded_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "harmless_presses" (
	"projection_version" integer NOT NULL,
	"alarm_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"button_id" uuid NOT NULL,
	"raised_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "harmless_presses_projection_version_alarm_id_pk" PRIMARY KEY("projection_version","alarm_id")
);
--> statement-breakpoint
ALTER TABLE "buttons" ADD COLUMN "sim" text;--> statement-breakpoint
ALTER TABLE "buttons" ADD COLUMN "firmware" text;--> statement-breakpoint
ALTER TABLE "buttons" ADD COLUMN "supervision_seconds" integer;--> statement-breakpoint
ALTER TABLE "buttons" ADD COLUMN "context_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "sound_untested" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "centres" ADD COLUMN "context_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "context_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "harmless_presses_button" ON "harmless_presses" USING btree ("projection_version","button_id");
--> statement-breakpoint
ALTER TABLE "harmless_presses" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "pending_imports" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
-- What somebody uploaded is carried out by the system's part that registers, and by nobody else.
GRANT SELECT, INSERT, DELETE ON "pending_imports" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY register_reads ON "pending_imports" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY register_keeps ON "pending_imports" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY register_erases ON "pending_imports" FOR DELETE TO achterwacht_system USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "harmless_presses" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY projections_read ON "harmless_presses" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_add ON "harmless_presses" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY projections_change ON "harmless_presses" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_remove ON "harmless_presses" FOR DELETE TO achterwacht_system USING (true);
--> statement-breakpoint
GRANT SELECT ON "harmless_presses" TO achterwacht_app, achterwacht_public;
--> statement-breakpoint
CREATE POLICY of_centre ON "harmless_presses" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY register_of_municipality ON "harmless_presses" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint

-- Whoever lends for a municipality sees its buttons, without what opens their messages, and who wears them; nobody else
-- of its people does.
GRANT SELECT ON "lent_buttons" TO achterwacht_app, achterwacht_public;
--> statement-breakpoint
CREATE POLICY of_centre ON "lent_buttons" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY register_of_municipality ON "lent_buttons" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint
GRANT SELECT ("model", "sound", "status", "sim", "firmware", "supervision_seconds") ON "buttons" TO achterwacht_public;
--> statement-breakpoint
GRANT SELECT ON "button_contacts" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY register_of_municipality ON "button_contacts" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY register_of_municipality ON "log"."events" FOR SELECT TO achterwacht_public
  USING (stream_type = 'button' AND centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint
GRANT UPDATE ("sound_untested") ON "loans" TO achterwacht_system;
--> statement-breakpoint

-- What a press copies has one number, which grows in the transaction that changes any of it, whoever writes: whoever keeps
-- a copy compares it and nothing else. A button's own stands in its row; what is the same for all buttons of a
-- municipality, or of a centre, in theirs, because nobody locks ten thousand rows for it while people press.
CREATE SEQUENCE "context_versions";
--> statement-breakpoint
CREATE FUNCTION context_changed(of_buttons uuid[]) RETURNS void LANGUAGE sql
  SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ UPDATE buttons SET context_version = nextval('context_versions') WHERE id = ANY (of_buttons) $$;
--> statement-breakpoint
CREATE FUNCTION context_version_of(of_button uuid) RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT greatest(buttons.context_version, municipalities.context_version, centres.context_version)
    FROM buttons JOIN centres ON centres.id = buttons.centre_id
    LEFT JOIN municipalities ON municipalities.id = buttons.municipality_id
    WHERE buttons.id = of_button $$;
--> statement-breakpoint
CREATE FUNCTION own_context_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  NEW.context_version := nextval('context_versions');
  RETURN NEW;
END $$;
--> statement-breakpoint
-- The row itself is locked by whoever presses, and its own columns are what a press copies of the device.
CREATE TRIGGER context_changed BEFORE UPDATE ON buttons FOR EACH ROW
  WHEN ((OLD.serial, OLD.protocol, OLD.known, OLD.sound, OLD.municipality_id, OLD.centre_id, OLD.key IS NULL)
    IS DISTINCT FROM (NEW.serial, NEW.protocol, NEW.known, NEW.sound, NEW.municipality_id, NEW.centre_id,
      NEW.key IS NULL))
  EXECUTE FUNCTION own_context_changed();
--> statement-breakpoint
CREATE TRIGGER context_changed BEFORE UPDATE OF timings ON centres FOR EACH ROW
  WHEN (OLD.timings IS DISTINCT FROM NEW.timings) EXECUTE FUNCTION own_context_changed();
--> statement-breakpoint
CREATE TRIGGER context_changed BEFORE UPDATE ON municipalities FOR EACH ROW
  WHEN ((OLD.name, OLD.state -> 'contract') IS DISTINCT FROM (NEW.name, NEW.state -> 'contract'))
  EXECUTE FUNCTION own_context_changed();
--> statement-breakpoint
CREATE FUNCTION setting_context_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  UPDATE centres SET context_version = nextval('context_versions') WHERE id = NEW.centre_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER context_changed AFTER INSERT OR UPDATE ON settings FOR EACH ROW
  WHEN (NEW.kind IN ('recording', 'priorities')) EXECUTE FUNCTION setting_context_changed();
--> statement-breakpoint
CREATE FUNCTION loan_context_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  PERFORM context_changed(ARRAY[OLD.button_id, NEW.button_id]);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER context_changed AFTER INSERT OR UPDATE OR DELETE ON loans FOR EACH ROW
  EXECUTE FUNCTION loan_context_changed();
--> statement-breakpoint
-- Of whoever wears buttons, or wore them last: `holder_id` names him in every table but his own.
CREATE FUNCTION holder_context_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  row_of jsonb := coalesce(to_jsonb(NEW), to_jsonb(OLD));
BEGIN
  PERFORM context_changed(ARRAY(SELECT DISTINCT button_id FROM loans
    WHERE holder_id = coalesce(row_of ->> 'holder_id', row_of ->> 'id')::uuid));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER context_changed AFTER UPDATE ON holders FOR EACH ROW
  EXECUTE FUNCTION holder_context_changed();
--> statement-breakpoint
CREATE TRIGGER context_changed AFTER INSERT OR UPDATE OR DELETE ON places FOR EACH ROW
  EXECUTE FUNCTION holder_context_changed();
--> statement-breakpoint
-- A template is of all buttons of its municipality; the other layers of one person, or of one button.
CREATE FUNCTION plan_context_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  row_of plans := coalesce(NEW, OLD);
BEGIN
  IF row_of.layer = 'template' THEN
    UPDATE municipalities SET context_version = nextval('context_versions') WHERE id = row_of.municipality_id;
  ELSIF row_of.layer = 'button' THEN
    PERFORM context_changed(ARRAY[row_of.button_id]);
  ELSE
    PERFORM context_changed(ARRAY(SELECT DISTINCT button_id FROM loans WHERE holder_id = row_of.holder_id));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER context_changed AFTER INSERT OR UPDATE OR DELETE ON plans FOR EACH ROW
  EXECUTE FUNCTION plan_context_changed();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION context_changed, own_context_changed, setting_context_changed, loan_context_changed,
  holder_context_changed, plan_context_changed FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION context_changed TO achterwacht_app, achterwacht_public, achterwacht_system;
--> statement-breakpoint
-- What a press needs to know, from here on with whether a test of the button was heard. The rest is as it was.
CREATE OR REPLACE FUNCTION read_press(
  of_button uuid,
  received_at timestamptz,
  of_message uuid,
  with_content text,
  duplicates_since timestamptz,
  linked_since timestamptz,
  may_raise boolean,
  is_dated boolean,
  OUT context jsonb, OUT handled boolean, OUT duplicate_of uuid, OUT open_alarms jsonb,
  OUT newest_alarm uuid, OUT number bigint
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM buttons WHERE buttons.id = of_button FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;

  -- Locked in the order of their numbers, then read: aggregates take no locks.
  PERFORM FROM alarms WHERE button_id = of_button AND open ORDER BY alarms.number FOR NO KEY UPDATE;
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'state', state, 'personal', personal,
      'head_hash', head_hash, 'subject_id', subject_id, 'data_key', (
        SELECT wrapped FROM log.data_keys WHERE data_keys.stream_id = alarms.id AND class = 'content')) ORDER BY alarms.number), '[]'::jsonb)
    INTO open_alarms FROM alarms WHERE button_id = of_button AND open;

  SELECT jsonb_build_object(
      'id', buttons.id, 'serial', buttons.serial, 'known', buttons.known, 'sound', buttons.sound,
      'encrypted', buttons.protocol <> 'dc09' OR buttons.key IS NOT NULL,
      'sound_untested', loan.sound_untested AND loan.returned_at IS NULL,
      'centre_id', buttons.centre_id, 'timings', centres.timings,
      'recording', recording_of(buttons.centre_id),
      'priorities', priorities_of(buttons.centre_id),
      'municipality_id', buttons.municipality_id, 'municipality', municipalities.name,
      'other_responder', other_responder(municipalities.state -> 'contract', received_at),
      'holder_id', holders.id, 'holder', holders.name, 'function', holders.function,
      'phone', holders.phone, 'code_word_agreed', holders.code_word_agreed,
      'reason_category', loan.reason_category,
      'loan_over', loan.returned_at IS NOT NULL OR loan.ends_at < received_at,
      'plan_version', plans.version, 'flags', plans.flags,
      'minimum_listening_seconds', plans.minimum_listening_seconds,
      'steps', plans.steps,
      'plan_layers', plan_layers(buttons.municipality_id, holders.id, buttons.id),
      'places', (SELECT jsonb_agg(jsonb_build_object('label', label, 'address', address,
          'floor', floor, 'latitude', latitude, 'longitude', longitude))
        FROM places WHERE places.holder_id = holders.id))
    INTO context
    FROM buttons
    JOIN centres ON centres.id = buttons.centre_id
    LEFT JOIN municipalities ON municipalities.id = buttons.municipality_id
    LEFT JOIN LATERAL (
      SELECT * FROM loans WHERE loans.button_id = buttons.id AND starts_at <= received_at
      ORDER BY returned_at IS NULL DESC, starts_at DESC LIMIT 1) AS loan ON true
    LEFT JOIN holders ON holders.id = loan.holder_id
    LEFT JOIN plans ON plans.holder_id = holders.id
    WHERE buttons.id = of_button;

  handled := EXISTS (
    SELECT FROM messages WHERE messages.id = of_message AND handled_at IS NOT NULL);

  SELECT alarms.id INTO duplicate_of FROM messages
    JOIN signals ON signals.message_id = messages.id
    JOIN alarms ON alarms.id = signals.alarm_id
    WHERE messages.content_hash = with_content AND messages.id <> of_message
      AND messages.received_at >= duplicates_since AND messages.disposition = 'accepted'
      AND (alarms.open OR is_dated)
    ORDER BY alarms.open DESC, alarms.raised_at DESC LIMIT 1;

  SELECT alarms.id INTO newest_alarm FROM alarms
    WHERE button_id = of_button AND raised_at >= linked_since ORDER BY raised_at DESC LIMIT 1;

  -- What does not raise takes no number, because a missing number looks like a missing alarm.
  IF may_raise AND open_alarms = '[]'::jsonb AND duplicate_of IS NULL AND NOT handled THEN
    number := next_alarm_number((context ->> 'centre_id')::uuid);
  END IF;
END $$;
