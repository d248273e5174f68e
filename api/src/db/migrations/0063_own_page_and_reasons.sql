-- A holder reads his own button and what became of his own alarms, and whoever opens a sheet says why, which is told to
-- whom it is about. The release before asks none of it.
--
-- With their owner's rights, so that no row of a button, a loan or an alarm is a holder's to read: what he may know of
-- them are these columns, of what was lent to the person whose log-in asks.
CREATE FUNCTION own_buttons(at timestamptz) RETURNS TABLE (serial text, model text, missing boolean,
    "batteryPercent" double precision, "lastContactAt" timestamptz, "testedAt" timestamptz, "soundUntested" boolean,
    "startsAt" timestamptz, "endsAt" timestamptz, "reviewAt" timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT buttons.serial, buttons.model, buttons.status = 'missing', battery_percent, last_contact_at,
      greatest((lent_buttons.state #>> '{heard,at}')::timestamptz, last_test_at), sound_untested,
      starts_at, ends_at, review_at
    FROM holders JOIN loans ON loans.holder_id = holders.id JOIN buttons ON buttons.id = loans.button_id
    LEFT JOIN button_contacts ON button_contacts.button_id = buttons.id
    LEFT JOIN lent_buttons ON lent_buttons.id = buttons.id
    WHERE holders.account_id = setting_person() AND holders.centre_id = setting_centre()
      AND returned_at IS NULL AND starts_at <= at
    ORDER BY starts_at, serial
  $$;
--> statement-breakpoint
-- Those that are closed, which is all that anybody outside the centre is told of one; an exercise is nobody's.
CREATE FUNCTION own_alarms() RETURNS TABLE (id uuid, "raisedAt" timestamptz, kind text, mode text, outcome text,
    "claimedAt" timestamptz, "handedOverAt" timestamptz, "closedAt" timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT alarms.id, raised_at, alarms.kind, alarms.mode, alarms.state #>> '{closed,outcome}',
      moment_of(alarms.state #>> '{times,claimed}'), moment_of(alarms.state #>> '{times,handed-over}'), closed_at
    FROM holders JOIN alarms ON alarms.subject_id = holders.id AND alarms.centre_id = holders.centre_id
    WHERE holders.account_id = setting_person() AND holders.centre_id = setting_centre()
      AND NOT open AND closed_at IS NOT NULL AND alarms.mode IN ('real', 'test')
      AND alarms.kind IN ('duress', 'missed-check', 'medical', 'test')
  $$;
--> statement-breakpoint
-- Why whoever asks opened this sheet last, since a moment: he is not asked again a minute later.
CREATE FUNCTION reason_to_open(of_person uuid, since timestamptz) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT result FROM access_log
    WHERE centre_id = setting_centre() AND whom = of_person AND at > since AND user_id = setting_person()
      AND action = 'person.opened' AND outcome = 'done' AND result ~ '^(for|because) '
    ORDER BY at DESC, id DESC LIMIT 1
  $$;
--> statement-breakpoint
-- For how long a centre keeps a sheet that was changed last and lent nothing since, where it said so: an officer is told
-- when his own are emptied, and reads no settings.
CREATE FUNCTION unused_sheet_days(of_centre uuid) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT (state #>> '{value,unusedSheetDays}')::int FROM settings
    WHERE centre_id = of_centre AND kind = 'retention' $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION own_buttons, own_alarms, reason_to_open, unused_sheet_days FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION own_buttons, own_alarms TO achterwacht_public;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION reason_to_open TO achterwacht_app, achterwacht_public;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION unused_sheet_days TO achterwacht_app, achterwacht_public, achterwacht_system;
--> statement-breakpoint
GRANT SELECT ("result") ON "access_log" TO achterwacht_public;
