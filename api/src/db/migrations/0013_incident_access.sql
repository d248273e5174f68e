-- Who may touch an incident file: of its municipality only those in its circle, and nobody of the centre. A
-- file that nobody is left in the circle of falls to the municipality's OOV officers, so that none is lost.
CREATE FUNCTION setting_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('achterwacht.person', true), '')::uuid $$;
--> statement-breakpoint
-- With its owner's rights: a policy of the circle that asked the circle itself would never end.
CREATE FUNCTION in_incident_circle(incident uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM incident_circle AS circle
      WHERE circle.incident_id = incident AND circle.user_id = setting_person()
        AND circle.removed_at IS NULL
    ) OR (
      EXISTS (
        SELECT FROM members WHERE user_id = setting_person() AND role = 'oov-officer'
          AND municipality_id = setting_municipality()
      ) AND NOT EXISTS (
        SELECT FROM incident_circle AS circle
        JOIN members ON members.user_id = circle.user_id
          AND members.municipality_id = circle.municipality_id
        WHERE circle.incident_id = incident AND circle.removed_at IS NULL
      )
    )
  $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION in_incident_circle FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION in_incident_circle TO achterwacht_app;
--> statement-breakpoint

-- Facts come from the alarm and from nobody else; who looked, and who was in the circle, is never erased.
GRANT SELECT ON incidents, incident_circle, incident_views TO achterwacht_app;
--> statement-breakpoint
GRANT UPDATE (status, version, personal, changed_by, changed_at) ON incidents TO achterwacht_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (removed_by, removed_at) ON incident_circle TO achterwacht_app;
--> statement-breakpoint
GRANT INSERT ON incident_views TO achterwacht_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON incidents TO achterwacht_system;
--> statement-breakpoint
GRANT SELECT, INSERT ON incident_circle, incident_views TO achterwacht_system;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['incidents', 'incident_circle', 'incident_views'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system_everything ON %I TO achterwacht_system USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY of_circle ON incidents TO achterwacht_app
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(id));
--> statement-breakpoint
CREATE POLICY of_circle ON incident_circle FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id));
--> statement-breakpoint
CREATE POLICY lets_in ON incident_circle FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id) AND added_by = setting_person()
    AND EXISTS (SELECT FROM members WHERE members.user_id = incident_circle.user_id
      AND members.municipality_id = incident_circle.municipality_id));
--> statement-breakpoint
CREATE POLICY takes_out ON incident_circle FOR UPDATE TO achterwacht_app
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id) AND removed_at IS NULL)
  WITH CHECK (removed_by = setting_person() AND removed_at IS NOT NULL);
--> statement-breakpoint
CREATE POLICY of_circle ON incident_views FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id));
--> statement-breakpoint
CREATE POLICY writes_own ON incident_views FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id) AND user_id = setting_person());
