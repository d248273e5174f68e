-- Plans get a history, and three layers: a municipality's template, a person's own and a button's own, each the fold of
-- its log. The release before knows persons' rows alone and reads of them what it read; what it adds is taken over when
-- the migrations are through, and until then `state` is null.
ALTER TABLE "plans" DROP CONSTRAINT "plans_pkey";--> statement-breakpoint
ALTER TABLE "plans" ALTER COLUMN "holder_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "layer" text DEFAULT 'person' NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "button_id" uuid;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "number" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "content" jsonb;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "proposed_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "head_hash" text;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "subject_id" uuid;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "state" jsonb;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "personal" text;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "fold_version" integer;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "updated_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_button_id_buttons_id_fk" FOREIGN KEY ("button_id") REFERENCES "public"."buttons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "plans_of_municipality" ON "plans" USING btree ("municipality_id") WHERE layer = 'template';--> statement-breakpoint
CREATE UNIQUE INDEX "plans_of_person" ON "plans" USING btree ("holder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "plans_of_button" ON "plans" USING btree ("button_id","municipality_id");
--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_of_one" CHECK (CASE layer
  WHEN 'template' THEN holder_id IS NULL AND button_id IS NULL
  WHEN 'person' THEN holder_id IS NOT NULL AND button_id IS NULL
  WHEN 'button' THEN holder_id IS NULL AND button_id IS NOT NULL
  ELSE false END);
--> statement-breakpoint

-- Who asks: an officer of the municipality that he comes from.
CREATE OR REPLACE FUNCTION is_officer() RETURNS boolean LANGUAGE sql STABLE
  SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM members
    WHERE user_id = setting_person() AND centre_id = setting_centre()
      AND municipality_id = setting_municipality() AND role = 'oov-officer' AND status = 'active') $$;
--> statement-breakpoint

-- Everybody of the centre reads what a press copies, supervisors change it and read its history; an officer all that of his
-- own municipality. The demo and what empties a sheet write as the register.
GRANT INSERT, UPDATE ("version", "title", "flags", "minimum_listening_seconds", "steps", "number", "content",
  "proposed_at", "head_hash", "subject_id", "state", "personal", "fold_version", "updated_at")
  ON "plans" TO achterwacht_app, achterwacht_public, achterwacht_system;
--> statement-breakpoint
GRANT SELECT ON "plans" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY supervisors_add ON "plans" AS RESTRICTIVE FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_change ON "plans" AS RESTRICTIVE FOR UPDATE TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY officers_read ON "plans" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY officers_add ON "plans" FOR INSERT TO achterwacht_public
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY officers_change ON "plans" FOR UPDATE TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY register_changes ON "plans" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY plan_by_supervisors ON "log"."events" FOR SELECT TO achterwacht_app
  USING (stream_type = 'plan' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY plan_appended_by_supervisors ON "log"."events" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'plan' AND feed = 'file' AND centre_id = setting_centre()
    AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY plan_by_officers ON "log"."events" FOR SELECT TO achterwacht_public
  USING (stream_type = 'plan' AND centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY plan_appended_by_officers ON "log"."events" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_type = 'plan' AND feed = 'file' AND centre_id = setting_centre()
    AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY plan_by_supervisors ON "log"."data_keys" FOR SELECT TO achterwacht_app
  USING (stream_type = 'plan' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY plan_added_by_supervisors ON "log"."data_keys" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'plan' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY plan_by_officers ON "log"."data_keys" FOR SELECT TO achterwacht_public
  USING (stream_type = 'plan' AND centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY plan_added_by_officers ON "log"."data_keys" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_type = 'plan' AND centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint

-- For whom and for what an officer makes a plan: the people and the buttons of his own municipality, and whom they want called.
GRANT SELECT ("id", "centre_id", "municipality_id", "name", "function", "code_word_agreed") ON "holders"
  TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY officers_read ON "holders" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
GRANT SELECT ON "contacts" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY officers_read ON "contacts" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
GRANT SELECT ("id", "centre_id", "municipality_id", "serial", "known", "protocol") ON "buttons" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY officers_read ON "buttons" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
GRANT SELECT ON "loans" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY officers_read ON "loans" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint

-- What of each layer counts, for whoever puts them together. What the release before wrote of a person counts as it stands.
CREATE FUNCTION plan_layers(of_municipality uuid, of_holder uuid, of_button uuid) RETURNS jsonb
  LANGUAGE sql STABLE
  AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('layer', layer, 'planId', id, 'number', number,
      'content', content)), '[]'::jsonb)
    FROM (
      SELECT layer, id, number, content FROM plans
        WHERE layer = 'template' AND municipality_id = of_municipality
      UNION ALL
      SELECT layer, id, CASE WHEN state IS NULL THEN version ELSE number END,
          CASE WHEN state IS NULL THEN jsonb_build_object('title', title, 'flags', flags,
            'minimumListeningSeconds', minimum_listening_seconds, 'steps', steps) ELSE content END
        FROM plans WHERE holder_id = of_holder
      UNION ALL
      SELECT layer, id, number, content FROM plans
        WHERE button_id = of_button AND municipality_id = of_municipality
    ) AS said WHERE content IS NOT NULL
  $$;
--> statement-breakpoint

-- What a press needs to know, from here on with the layers of its plan. The rest is as it was; the release before leaves
-- what it does not know.
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
