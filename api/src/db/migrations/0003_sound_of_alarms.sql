-- Alarms know of sound from here on: those that are there have heard nothing, which is what their logs
-- fold to. The previous release leaves what it does not know as it is.
UPDATE alarms SET state = jsonb_build_object(
    'sound', '{"status": "none", "since": null, "recordings": [], "silentLineAt": null, "held": null}'::jsonb,
    'listeners', '[]'::jsonb,
    'listened', '{"milliseconds": 0, "runningSince": null}'::jsonb,
    'markers', '[]'::jsonb
  ) || state;
