-- The key of each stream's own for what is sealed of it, wrapped under its subject's: a row that can go while the log
-- stays as it is. What was written before it was sealed under its subject's key and stays so; the release before goes on
-- writing like that, and cannot read what this one sealed.
CREATE TABLE "log"."data_keys" (
  "stream_id" uuid NOT NULL,
  "class" text NOT NULL,
  "stream_type" text NOT NULL,
  "centre_id" uuid NOT NULL,
  "municipality_id" uuid,
  "subject_id" uuid NOT NULL,
  "wrapped" text NOT NULL,
  CONSTRAINT "data_keys_stream_id_class_pk" PRIMARY KEY ("stream_id","class")
);
--> statement-breakpoint
ALTER TABLE "log"."data_keys" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint

-- Whoever may read and change what a key opens. Nobody changes one; only what erases takes one away.
GRANT SELECT, INSERT ON "log"."data_keys" TO achterwacht_app, achterwacht_public, achterwacht_system;
--> statement-breakpoint
CREATE POLICY staff_read ON "log"."data_keys" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL
    AND stream_type IN ('alarm', 'setting'));
--> statement-breakpoint
CREATE POLICY staff_add ON "log"."data_keys" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND setting_municipality() IS NULL
    AND (stream_type = 'alarm' OR (stream_type = 'setting' AND (SELECT is_administrator()))));
--> statement-breakpoint
CREATE POLICY by_link ON "log"."data_keys" FOR SELECT TO achterwacht_public
  USING (stream_id = (SELECT visited_alarm()) AND stream_type = 'alarm');
--> statement-breakpoint
CREATE POLICY by_link_adds ON "log"."data_keys" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_id = (SELECT visited_alarm()) AND stream_type = 'alarm'
    AND centre_id = (SELECT visited_centre()));
--> statement-breakpoint
CREATE POLICY handler_reads ON "log"."data_keys" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY handler_adds ON "log"."data_keys" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint

-- What a press needs to know, from here on with its open alarms' keys. The rest is as it was; the release before leaves
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
      'municipality_id', buttons.municipality_id, 'municipality', municipalities.name,
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
