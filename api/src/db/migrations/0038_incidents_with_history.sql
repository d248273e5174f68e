-- An incident file gets a history: its row is the fold of its log from here on. The columns that the release before
-- reads and writes stay beside the fold, and what that release wrote, or still writes, is taken over when the migrations
-- are through; until then `state` is null.
ALTER TABLE "incidents" ADD COLUMN "state" jsonb;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "head_hash" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "fold_version" integer;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "updated_at" timestamp(3) with time zone;--> statement-breakpoint

-- One statement stores a change, and says all that the release before reads as well.
GRANT UPDATE ("facts", "alarm_version", "state", "head_hash", "fold_version", "updated_at") ON "incidents"
  TO achterwacht_public;
--> statement-breakpoint
GRANT UPDATE ("status", "version", "personal", "changed_by", "changed_at", "state", "head_hash", "fold_version",
  "updated_at") ON "incidents" TO achterwacht_system;
--> statement-breakpoint
-- To take over what the release before wrote there while this one was being started.
GRANT SELECT ON "incident_circle" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY draft_reads ON "incident_circle" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint

-- The log goes by stream type: the centre's staff see what is named here and nothing of what is added to it later, an
-- incident's circle its own file.
ALTER POLICY of_municipality ON "log"."events"
  USING (centre_id = setting_centre() AND stream_type IN ('alarm', 'button', 'setting')
    AND (setting_municipality() IS NULL OR municipality_id = setting_municipality()))
  WITH CHECK (centre_id = setting_centre() AND stream_type IN ('alarm', 'button', 'setting')
    AND (setting_municipality() IS NULL OR municipality_id = setting_municipality()));
--> statement-breakpoint
CREATE POLICY portal_of_circle ON "log"."events" FOR SELECT TO achterwacht_public
  USING (stream_type = 'incident' AND centre_id = setting_centre()
    AND municipality_id = setting_municipality() AND in_incident_circle(stream_id));
--> statement-breakpoint
-- Of a file that is there: who may see none may begin none.
CREATE POLICY portal_of_circle_appends ON "log"."events" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_type = 'incident' AND feed = 'file' AND centre_id = setting_centre()
    AND municipality_id = setting_municipality()
    AND EXISTS (SELECT FROM incidents WHERE incidents.id = stream_id));
--> statement-breakpoint
CREATE POLICY portal_of_circle_numbers ON "log"."feeds" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND name = 'file' AND setting_municipality() IS NOT NULL);
--> statement-breakpoint
CREATE POLICY portal_of_circle_takes_numbers ON "log"."feeds" FOR UPDATE TO achterwacht_public
  USING (centre_id = setting_centre() AND name = 'file' AND setting_municipality() IS NOT NULL);
--> statement-breakpoint
-- The key that opens it, as whoever may read it.
CREATE POLICY portal_of_circle ON "log"."data_keys" FOR SELECT TO achterwacht_public
  USING (stream_type = 'incident' AND centre_id = setting_centre()
    AND municipality_id = setting_municipality() AND in_incident_circle(stream_id));
--> statement-breakpoint
CREATE POLICY portal_of_circle_adds ON "log"."data_keys" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_type = 'incident' AND centre_id = setting_centre()
    AND municipality_id = setting_municipality()
    AND EXISTS (SELECT FROM incidents WHERE incidents.id = stream_id));
