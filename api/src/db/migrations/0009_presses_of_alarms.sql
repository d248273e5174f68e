-- Alarms know from here on how often somebody pressed, apart from what else a button sends, and a position
-- outdates no judgement: for those that are there both are counted from their logs, as these fold now.
WITH heard AS (
  SELECT alarm_id, version, type, fact -> 'data' ->> 'receivedAt' AS received_at,
    fact #>> '{data,signal,kind}' AS kind
  FROM events CROSS JOIN LATERAL (SELECT text::jsonb AS fact) AS parsed
  WHERE type IN ('AlarmRaised', 'SignalAdded')
), counted AS (
  SELECT alarm_id,
    count(*) FILTER (WHERE calls) AS presses,
    (array_agg(received_at ORDER BY version DESC) FILTER (WHERE calls))[1] AS last_at,
    max(version) FILTER (WHERE type = 'AlarmRaised' OR kind <> 'position') AS changed_at
  FROM heard CROSS JOIN LATERAL (SELECT kind IN
    ('panic', 'duress', 'hold-up', 'emergency', 'medical', 'no-activity') AS calls) AS judged
  GROUP BY alarm_id
)
UPDATE alarms SET state = jsonb_set(state, '{changedAt,signals}', to_jsonb(changed_at))
    || jsonb_build_object('presses', jsonb_build_object('count', presses, 'lastAt', last_at))
  FROM counted WHERE counted.alarm_id = alarms.id;
