-- Who may touch what is known of sound: people see which recordings their centre has; the facts on their
-- way and the cursor are the system's own.

GRANT SELECT ON recordings, waiting_facts TO achterwacht_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON recordings, sound_cursors TO achterwacht_system;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON waiting_facts TO achterwacht_system;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['recordings', 'waiting_facts', 'sound_cursors'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system_everything ON %I TO achterwacht_system USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY of_municipality ON recordings TO achterwacht_app
  USING (centre_id = setting_centre()
    AND (setting_municipality() IS NULL OR municipality_id = setting_municipality()));
--> statement-breakpoint
CREATE POLICY of_centre ON waiting_facts TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
