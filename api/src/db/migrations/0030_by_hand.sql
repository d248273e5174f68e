-- Whoever raises an alarm by hand does it in his own rights, of a button of his own centre. The lock that he takes of
-- it is one that a press takes too, and Postgres asks the right to change for it; nobody changes a button by it.
GRANT EXECUTE ON FUNCTION read_press TO achterwacht_app;
--> statement-breakpoint
-- With its owner's rights, because the id may be that of an alarm that he cannot see; that is all that he is told of it.
CREATE FUNCTION is_alarm(alarm uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM alarms WHERE id = alarm) $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION is_alarm FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION is_alarm TO achterwacht_app;
--> statement-breakpoint
GRANT UPDATE ("model") ON "buttons" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY by_hand_locks ON "buttons" AS RESTRICTIVE FOR UPDATE TO achterwacht_app
  USING (true) WITH CHECK (false);
--> statement-breakpoint
-- The row of whoever has no button, which is no device.
GRANT INSERT ("id", "centre_id", "municipality_id", "serial", "protocol", "account", "model") ON "buttons"
  TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY by_hand_row ON "buttons" AS RESTRICTIVE FOR INSERT TO achterwacht_app
  WITH CHECK (protocol = 'system' AND account LIKE 'hand-' || centre_id || '-%'
    AND setting_municipality() IS NULL);
