-- Whether somebody at home knows what the button does reaches its alarms, and of each contact whether he is at that address:
-- who knows nothing there is not called. The release before leaves both empty, which counts as unknown.
ALTER TABLE "loans" ADD COLUMN "known_at_home" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "same_address" boolean;--> statement-breakpoint
GRANT UPDATE ("known_at_home") ON "loans" TO achterwacht_system;
--> statement-breakpoint
-- What was answered since it is asked stands in the history of the button.
UPDATE "loans" SET "known_at_home" = said.answer
  FROM (SELECT (loan ->> 'loanId')::uuid AS loan_id, loan ->> 'knownAtHome' AS answer
    FROM "lent_buttons" CROSS JOIN LATERAL jsonb_array_elements("state" -> 'loans') AS loan
    WHERE loan ->> 'knownAtHome' IS NOT NULL) AS said
  WHERE "loans"."id" = said.loan_id;
--> statement-breakpoint
-- What a press needs to know, from here on with what they know at home. The rest is as it was.
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
      'known_at_home', CASE WHEN loan.id IS NOT NULL THEN coalesce(loan.known_at_home, 'unknown') END,
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
