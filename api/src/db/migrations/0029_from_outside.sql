-- A role for whoever comes from outside the centre: the police by a link, a municipality's people by their log-in.
-- Neither ever was the centre's own or the system: what the first sees hangs on the hash of a secret that nobody but
-- he has, the second sees what his circle does.
--
-- The release before asks for the police as the system and for municipalities as the app role. What only that needs
-- is named for it from here on, and goes with the next release.

GRANT USAGE ON SCHEMA "public", "log" TO achterwacht_public;
--> statement-breakpoint

-- Whose link it is, by what he brought: the secret itself, or the token of a device that was let in by it. With their
-- owner's rights, because the policies of the same tables ask them. Null without either, and null is nobody's.
CREATE FUNCTION visited_link() RETURNS uuid LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT id FROM police_links
      WHERE secret_hash = nullif(current_setting('achterwacht.link_secret', true), '')
    UNION ALL
    SELECT link_id FROM police_viewers
      WHERE token_hash = nullif(current_setting('achterwacht.link_token', true), '')
    LIMIT 1
  $$;
--> statement-breakpoint
CREATE FUNCTION visited_alarm() RETURNS uuid LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT alarm_id FROM police_links WHERE id = visited_link() $$;
--> statement-breakpoint
CREATE FUNCTION visited_centre() RETURNS uuid LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT centre_id FROM police_links WHERE id = visited_link() $$;
--> statement-breakpoint
CREATE FUNCTION visited_subject() RETURNS uuid LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT subject_id FROM alarms WHERE id = visited_alarm() $$;
--> statement-breakpoint
-- The only thing that somebody without a link is told: the name and the number of the centre that takes what nobody
-- knows. Everybody else hears those of his own.
CREATE FUNCTION whom_to_call(OUT name text, OUT phone text) RETURNS SETOF record LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT name, phone FROM centres
      WHERE CASE WHEN visited_centre() IS NULL THEN is_default ELSE id = visited_centre() END
      LIMIT 1
  $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION visited_link, visited_alarm, visited_centre, visited_subject, whom_to_call FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION visited_link, visited_alarm, visited_centre, visited_subject, whom_to_call,
  in_incident_circle TO achterwacht_public;
--> statement-breakpoint

-- The police. In sub-selects, so that a statement asks once and not for every row.
GRANT SELECT, UPDATE ("failed_attempts") ON "police_links" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "police_links" FOR SELECT TO achterwacht_public
  USING (id = (SELECT visited_link()));
--> statement-breakpoint
CREATE POLICY by_link_counts_attempts ON "police_links" FOR UPDATE TO achterwacht_public
  USING (id = (SELECT visited_link()));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ("last_seen_at") ON "police_viewers" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "police_viewers" FOR SELECT TO achterwacht_public
  USING (link_id = (SELECT visited_link()));
--> statement-breakpoint
CREATE POLICY by_link_lets_in ON "police_viewers" FOR INSERT TO achterwacht_public
  WITH CHECK (link_id = (SELECT visited_link()) AND centre_id = (SELECT visited_centre()));
--> statement-breakpoint
CREATE POLICY by_link_looks_again ON "police_viewers" FOR UPDATE TO achterwacht_public
  USING (token_hash = nullif(current_setting('achterwacht.link_token', true), ''));
--> statement-breakpoint
GRANT SELECT ("id", "restricted") ON "holders" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "holders" FOR SELECT TO achterwacht_public
  USING (id = (SELECT visited_subject()));
--> statement-breakpoint
GRANT SELECT ("holder_id", "label", "address", "floor", "latitude", "longitude") ON "places"
  TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "places" FOR SELECT TO achterwacht_public
  USING (holder_id = (SELECT visited_subject()));
--> statement-breakpoint

-- What the police say changes the alarm as anything does: its row, its log, its deadlines, what goes out, and the
-- centre's next number. Whose it is stays what it was.
GRANT SELECT, INSERT, UPDATE ("open", "owner_id", "kind", "mode", "version", "head_hash", "state", "personal",
  "raised_at", "updated_at", "fold_version") ON "alarms" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "alarms" FOR SELECT TO achterwacht_public
  USING (id = (SELECT visited_alarm()));
--> statement-breakpoint
-- One statement stores whatever changes, also what is new; this one never is.
CREATE POLICY by_link_stores ON "alarms" FOR INSERT TO achterwacht_public
  WITH CHECK (id = (SELECT visited_alarm()) AND centre_id = (SELECT visited_centre()));
--> statement-breakpoint
CREATE POLICY by_link_changes ON "alarms" FOR UPDATE TO achterwacht_public
  USING (id = (SELECT visited_alarm()));
--> statement-breakpoint
GRANT SELECT, INSERT ON "log"."events" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "log"."events" FOR SELECT TO achterwacht_public
  USING (stream_id = (SELECT visited_alarm()) AND stream_type = 'alarm');
--> statement-breakpoint
CREATE POLICY by_link_appends ON "log"."events" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_id = (SELECT visited_alarm()) AND stream_type = 'alarm' AND feed = 'live'
    AND centre_id = (SELECT visited_centre())
    AND municipality_id IS NOT DISTINCT FROM (SELECT alarms.municipality_id FROM alarms));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "log"."deadlines" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "log"."deadlines" TO achterwacht_public
  USING (subject_id = (SELECT visited_alarm()) AND subject_type = 'alarm')
  WITH CHECK (subject_id = (SELECT visited_alarm()) AND subject_type = 'alarm'
    AND centre_id = (SELECT visited_centre()));
--> statement-breakpoint
GRANT INSERT ON "log"."effects" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link_sends ON "log"."effects" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_id = (SELECT visited_alarm()) AND stream_type = 'alarm'
    AND centre_id = (SELECT visited_centre()));
--> statement-breakpoint
GRANT SELECT, UPDATE ("last_sequence") ON "log"."feeds" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY by_link ON "log"."feeds" FOR SELECT TO achterwacht_public
  USING (centre_id = (SELECT visited_centre()) AND name = 'live');
--> statement-breakpoint
CREATE POLICY by_link_takes_numbers ON "log"."feeds" FOR UPDATE TO achterwacht_public
  USING (centre_id = (SELECT visited_centre()) AND name = 'live');
--> statement-breakpoint

-- A municipality's people: who they are, and the files in whose circle they are.
GRANT SELECT ON "centres", "municipalities", "members", "incidents", "incident_circle", "incident_views"
  TO achterwacht_public;
--> statement-breakpoint
GRANT UPDATE ("status", "version", "personal", "changed_by", "changed_at") ON "incidents" TO achterwacht_public;
--> statement-breakpoint
GRANT INSERT, UPDATE ("removed_by", "removed_at") ON "incident_circle" TO achterwacht_public;
--> statement-breakpoint
GRANT INSERT ON "incident_views" TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY portal_of_municipality ON "centres" FOR SELECT TO achterwacht_public
  USING (id = setting_centre() AND setting_municipality() IS NOT NULL);
--> statement-breakpoint
CREATE POLICY portal_of_municipality ON "municipalities" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND id = setting_municipality());
--> statement-breakpoint
CREATE POLICY portal_of_municipality ON "members" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality());
--> statement-breakpoint
CREATE POLICY portal_of_circle ON "incidents" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(id));
--> statement-breakpoint
CREATE POLICY portal_of_circle_fills_in ON "incidents" FOR UPDATE TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(id));
--> statement-breakpoint
CREATE POLICY portal_of_circle ON "incident_circle" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id));
--> statement-breakpoint
CREATE POLICY portal_lets_in ON "incident_circle" FOR INSERT TO achterwacht_public
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id) AND added_by = setting_person()
    AND EXISTS (SELECT FROM members WHERE members.user_id = incident_circle.user_id
      AND members.municipality_id = incident_circle.municipality_id));
--> statement-breakpoint
CREATE POLICY portal_takes_out ON "incident_circle" FOR UPDATE TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id) AND removed_at IS NULL)
  WITH CHECK (removed_by = setting_person() AND removed_at IS NOT NULL);
--> statement-breakpoint
CREATE POLICY portal_of_circle ON "incident_views" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id));
--> statement-breakpoint
CREATE POLICY portal_writes_own ON "incident_views" FOR INSERT TO achterwacht_public
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND in_incident_circle(incident_id) AND user_id = setting_person());
--> statement-breakpoint

-- Under a name of their own the rights that the app role has for the release before, and for nobody else.
ALTER POLICY of_circle ON "incidents" RENAME TO earlier_release_of_circle;
--> statement-breakpoint
ALTER POLICY of_circle ON "incident_circle" RENAME TO earlier_release_of_circle;
--> statement-breakpoint
ALTER POLICY lets_in ON "incident_circle" RENAME TO earlier_release_lets_in;
--> statement-breakpoint
ALTER POLICY takes_out ON "incident_circle" RENAME TO earlier_release_takes_out;
--> statement-breakpoint
ALTER POLICY of_circle ON "incident_views" RENAME TO earlier_release_of_circle;
--> statement-breakpoint
ALTER POLICY writes_own ON "incident_views" RENAME TO earlier_release_writes_own;
