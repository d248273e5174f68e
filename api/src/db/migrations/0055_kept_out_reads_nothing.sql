-- Whoever is kept out, or left, reads on in nothing that he had open: an export is written in many transactions, each
-- asked for by who he was when it began. So the database asks every time whether he may still log in.
CREATE OR REPLACE FUNCTION may_audit() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT setting_municipality() IS NULL AND EXISTS (SELECT FROM members
    WHERE user_id = setting_person() AND centre_id = setting_centre() AND role IN ('supervisor', 'auditor')
      AND status = 'active') $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION is_supervisor() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT setting_municipality() IS NULL AND EXISTS (SELECT FROM members
    WHERE user_id = setting_person() AND centre_id = setting_centre() AND role = 'supervisor'
      AND status = 'active') $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION in_incident_circle(incident uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM incident_circle AS circle
      JOIN members ON members.user_id = circle.user_id AND members.status = 'active'
      WHERE circle.incident_id = incident AND circle.user_id = setting_person()
        AND circle.removed_at IS NULL
    ) OR (
      EXISTS (
        SELECT FROM members WHERE user_id = setting_person() AND role = 'oov-officer'
          AND municipality_id = setting_municipality() AND status = 'active'
      ) AND NOT EXISTS (
        SELECT FROM incident_circle AS circle
        JOIN members ON members.user_id = circle.user_id
          AND members.municipality_id = circle.municipality_id AND members.status = 'active'
        WHERE circle.incident_id = incident AND circle.removed_at IS NULL
      )
    )
  $$;
