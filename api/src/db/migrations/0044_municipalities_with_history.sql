-- A municipality, the centre's customer, gets a history: its row is the fold of its log from here on. The release before
-- reads its name and adds rows with a name alone, which are taken over when the migrations are through; until then
-- `state` is null. A press copies what its contract says of another responder.
ALTER TABLE "municipalities" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "ended_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "municipality_id" uuid;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "head_hash" text;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "subject_id" uuid;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "state" jsonb;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "personal" text;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "fold_version" integer;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "updated_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "municipalities_once" ON "municipalities" USING btree ("centre_id","code") WHERE ended_at is null;
--> statement-breakpoint

-- Everybody of the centre reads what was agreed, administrators change it; a municipality's own people read its row and
-- not its log. What is set up at the machine itself is written as that.
GRANT INSERT, UPDATE ("name", "code", "ended_at", "version", "head_hash", "subject_id", "state", "personal",
  "fold_version", "updated_at") ON "municipalities" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY administrators_add ON "municipalities" AS RESTRICTIVE FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_change ON "municipalities" AS RESTRICTIVE FOR UPDATE TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
ALTER POLICY register_adds ON "municipalities" RENAME TO init_adds;
--> statement-breakpoint
CREATE POLICY municipality_of_centre ON "log"."events" FOR SELECT TO achterwacht_app
  USING (stream_type = 'municipality' AND centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY municipality_by_administrators ON "log"."events" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'municipality' AND feed = 'file' AND centre_id = setting_centre()
    AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY municipality_of_centre ON "log"."data_keys" FOR SELECT TO achterwacht_app
  USING (stream_type = 'municipality' AND centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY municipality_by_administrators ON "log"."data_keys" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'municipality' AND centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint

-- Who goes instead of the police, as a contract says on the day of a press; null where it names nobody, or does not count
-- then. As text: no press fails on what stands there.
CREATE FUNCTION other_responder(agreed jsonb, at timestamptz) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT CASE WHEN to_char(at AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM-DD') COLLATE "C"
    BETWEEN agreed ->> 'since' AND coalesce(agreed ->> 'until', '9999') THEN agreed ->> 'otherResponder' END $$;
--> statement-breakpoint

-- What a press needs to know, from here on with the contract of its button's municipality. The rest is as it was; the
-- release before leaves what it does not know.
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
      'municipality_id', buttons.municipality_id, 'municipality', municipalities.name,
      'other_responder', other_responder(municipalities.state -> 'contract', received_at),
      'holder_id', holders.id, 'holder', holders.name, 'function', holders.function,
      'phone', holders.phone, 'code_word_agreed', holders.code_word_agreed,
      'reason_category', loan.reason_category,
      'loan_over', loan.returned_at IS NOT NULL OR loan.ends_at < received_at,
      'plan_version', plans.version, 'flags', plans.flags,
      'minimum_listening_seconds', plans.minimum_listening_seconds,
      'steps', plans.steps,
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
