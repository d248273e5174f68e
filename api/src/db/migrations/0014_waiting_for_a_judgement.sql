-- An alarm whose judgement was withdrawn waits for one again from then on: for those that are there that moment
-- is taken from their logs, as these fold now. A centre's settings get the times after which an alarm that is
-- not judged, not handed over or not answered acts by itself; what was set already stays.
UPDATE alarms SET state = jsonb_set(state, '{verification,since}', to_jsonb(last.withdrawn_at))
  FROM (SELECT alarm_id, (array_agg(text::jsonb ->> 'at' ORDER BY version DESC))[1] AS withdrawn_at
    FROM events WHERE type = 'VerificationWithdrawn' GROUP BY alarm_id) AS last
  WHERE last.alarm_id = alarms.id AND state #>> '{verification,status}' = 'open';
--> statement-breakpoint
UPDATE centres SET timings = '{"noDecisionReminderSeconds": 60, "noDecisionSupervisorSeconds": 120,
    "unverifiableSecondSeconds": 60, "unverifiableSupervisorSeconds": 120,
    "verifiedNotHandedOverSeconds": 20, "handoverUnconfirmedSeconds": 60, "policeSilentSeconds": 300,
    "notFoundSeconds": 120}'::jsonb || timings;
