-- Lines of the access log sealed in a chain; every event of the log as a line of who changed what; privacy requests.
CREATE TABLE "access_seals" (
	"centre_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"line_ids" bigint[] NOT NULL,
	"lines_hash" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	"erased_at" timestamp(3) with time zone,
	CONSTRAINT "access_seals_centre_id_number_pk" PRIMARY KEY("centre_id","number")
);
--> statement-breakpoint
CREATE TABLE "audit_changes" (
	"projection_version" integer NOT NULL,
	"id" text NOT NULL,
	"centre_id" uuid NOT NULL,
	"stream_type" text NOT NULL,
	"stream_id" uuid NOT NULL,
	"type" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"place" bigint NOT NULL,
	"user_id" uuid,
	"user_name" text,
	"user_role" text,
	"part" text,
	CONSTRAINT "audit_changes_projection_version_id_pk" PRIMARY KEY("projection_version","id")
);
--> statement-breakpoint
CREATE TABLE "privacy_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"version" integer NOT NULL,
	"head_hash" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"state" jsonb NOT NULL,
	"personal" text,
	"fold_version" integer NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"is_open" boolean NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audit_changes_at" ON "audit_changes" USING btree ("centre_id","projection_version","at","place");--> statement-breakpoint
CREATE INDEX "audit_changes_stream" ON "audit_changes" USING btree ("stream_id","at");--> statement-breakpoint
CREATE INDEX "audit_changes_user" ON "audit_changes" USING btree ("centre_id","user_id","at") WHERE user_id is not null;--> statement-breakpoint
CREATE INDEX "privacy_requests_due" ON "privacy_requests" USING btree ("centre_id","is_open","due_at");
--> statement-breakpoint
-- Who may read what was looked at and changed: supervisors and auditors, and no administrator, whose accounts it tells of.
CREATE FUNCTION may_audit() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT setting_municipality() IS NULL AND EXISTS (SELECT FROM members
    WHERE user_id = setting_person() AND centre_id = setting_centre() AND role IN ('supervisor', 'auditor')) $$;
--> statement-breakpoint
CREATE FUNCTION is_supervisor() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT setting_municipality() IS NULL AND EXISTS (SELECT FROM members
    WHERE user_id = setting_person() AND centre_id = setting_centre() AND role = 'supervisor') $$;
--> statement-breakpoint
ALTER POLICY of_centre ON "access_log" USING (centre_id = setting_centre() AND (SELECT may_audit()));
--> statement-breakpoint
ALTER POLICY of_centre ON "access_log" RENAME TO auditors_read;
--> statement-breakpoint
-- Each minute's lines are sealed by a part that must read them, and read again by whoever verifies.
ALTER POLICY log_in_shows_and_retention_proves ON "access_log" USING (true);
--> statement-breakpoint
ALTER POLICY log_in_shows_and_retention_proves ON "access_log" RENAME TO audit_log_in_and_retention_read;
--> statement-breakpoint
-- Nothing takes a line away before its five years (api/src/retention/classes.ts), not even whoever owns the table.
GRANT DELETE ON "access_log" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY retention_forgets ON "access_log" FOR DELETE TO achterwacht_system
  USING (at < now() - interval '5 years');
--> statement-breakpoint
CREATE OR REPLACE FUNCTION access_lines_never_change() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
      IF OLD.at < now() - interval '5 years' THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'the access log is append-only';
  END $$;
--> statement-breakpoint
DROP TRIGGER access_lines_never_change ON "access_log";
--> statement-breakpoint
CREATE TRIGGER access_lines_never_change BEFORE UPDATE OR TRUNCATE ON "access_log"
  FOR EACH STATEMENT EXECUTE FUNCTION access_lines_never_change();
--> statement-breakpoint
CREATE TRIGGER access_lines_never_go BEFORE DELETE ON "access_log"
  FOR EACH ROW EXECUTE FUNCTION access_lines_never_change();
--> statement-breakpoint

ALTER TABLE "access_seals" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ("erased_at") ON "access_seals" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY audit_reads ON "access_seals" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY audit_seals ON "access_seals" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY retention_marks ON "access_seals" FOR UPDATE TO achterwacht_system
  USING (erased_at IS NULL) WITH CHECK (erased_at IS NOT NULL);
--> statement-breakpoint

ALTER TABLE "audit_changes" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT ON "audit_changes" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY auditors_read ON "audit_changes" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT may_audit()));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "audit_changes" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY projections_read ON "audit_changes" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_add ON "audit_changes" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY projections_change ON "audit_changes" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_forget ON "audit_changes" FOR DELETE TO achterwacht_system USING (true);
--> statement-breakpoint

-- Requests are the supervisors'; their words and their keys with them.
ALTER TABLE "privacy_requests" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "privacy_requests" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY supervisors ON "privacy_requests" TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_supervisor()))
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
GRANT SELECT ON "privacy_requests" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY privacy_reads ON "privacy_requests" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY supervisors_privacy ON "log"."events" FOR SELECT TO achterwacht_app
  USING (stream_type = 'privacy-request' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_privacy_appends ON "log"."events" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'privacy-request' AND feed = 'file' AND centre_id = setting_centre()
    AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_privacy ON "log"."data_keys" FOR SELECT TO achterwacht_app
  USING (stream_type = 'privacy-request' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_privacy_adds ON "log"."data_keys" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'privacy-request' AND centre_id = setting_centre()
    AND (SELECT is_supervisor()));
