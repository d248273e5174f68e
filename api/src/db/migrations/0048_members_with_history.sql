-- Members get a history: whoever may log in, as the fold of his log, beside the row that everybody asks who he is. What
-- ends his sessions or takes his factors away there is carried to the log-in library's tables in the same transaction.
CREATE FUNCTION searchable(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT translate(lower(words), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy') $$;
--> statement-breakpoint
CREATE TABLE "member_records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"invitation_hash" text,
	"version" integer NOT NULL,
	"head_hash" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"state" jsonb NOT NULL,
	"personal" text,
	"fold_version" integer NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "status" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "duty_ends_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "sessions_ended_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "factors_reset_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "search" text GENERATED ALWAYS AS (searchable("name" || ' ' || "email")) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "member_records" ADD CONSTRAINT "member_records_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "member_records_invitation" ON "member_records" USING btree ("invitation_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "members_email" ON "members" USING btree ("email") WHERE status <> 'ended';--> statement-breakpoint
CREATE INDEX "members_by_name" ON "members" USING btree ("centre_id","name","user_id");--> statement-breakpoint

-- Of the two roles that nobody can have any more: whoever has one logs in nowhere.
UPDATE "members" SET "status" = 'ended' WHERE role IN ('police-liaison', 'treasurer');
--> statement-breakpoint
DELETE FROM "auth"."session" USING "members"
  WHERE members.user_id = session.user_id AND members.status = 'ended';
--> statement-breakpoint

-- Who may touch which: everybody of the centre reads who is there, administrators read and change what became of them.
-- An invitation that is accepted, a reset, a deadline and what is typed at the machine are written by the parts.
CREATE OR REPLACE FUNCTION is_administrator() RETURNS boolean LANGUAGE sql STABLE
  SET search_path = public, pg_temp
  AS $$ SELECT setting_municipality() IS NULL AND EXISTS (SELECT FROM members
    WHERE user_id = setting_person() AND centre_id = setting_centre() AND role = 'administrator'
      AND status = 'active') $$;
--> statement-breakpoint
DROP POLICY of_municipality ON "members";
--> statement-breakpoint
CREATE POLICY of_municipality ON "members" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre()
    AND (setting_municipality() IS NULL OR municipality_id = setting_municipality()));
--> statement-breakpoint
GRANT INSERT, UPDATE ON "members" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY administrators_add ON "members" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_change ON "members" FOR UPDATE TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
GRANT UPDATE ON "members" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY accounts_change ON "members" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
ALTER TABLE "member_records" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "member_records" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
CREATE POLICY administrators_read ON "member_records" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_add ON "member_records" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_change ON "member_records" FOR UPDATE TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY accounts_read ON "member_records" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY accounts_add ON "member_records" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY accounts_change ON "member_records" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY administrators_read ON "log"."events" FOR SELECT TO achterwacht_app
  USING (stream_type = 'member' AND centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_append ON "log"."events" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'member' AND feed = 'file' AND centre_id = setting_centre()
    AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_read ON "log"."data_keys" FOR SELECT TO achterwacht_app
  USING (stream_type = 'member' AND centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_add ON "log"."data_keys" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'member' AND centre_id = setting_centre()
    AND (SELECT is_administrator()));
--> statement-breakpoint

-- Whoever left, or is kept out, is in no circle: a file that only he was in falls to the officers.
CREATE OR REPLACE FUNCTION in_incident_circle(incident uuid) RETURNS boolean LANGUAGE sql STABLE
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
          AND members.municipality_id = circle.municipality_id AND members.status = 'active'
        WHERE circle.incident_id = incident AND circle.removed_at IS NULL
      )
    )
  $$;
--> statement-breakpoint

-- With its owner's rights: nobody who works at a centre comes near a log-in, and what is decided of him counts there at
-- once all the same.
CREATE FUNCTION carry_to_log_in() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ BEGIN
    IF NEW.status = 'ended' THEN
      DELETE FROM auth."user" WHERE id = NEW.user_id;
      RETURN NULL;
    END IF;
    IF NEW.factors_reset_at IS DISTINCT FROM OLD.factors_reset_at THEN
      DELETE FROM auth.passkey WHERE user_id = NEW.user_id;
      DELETE FROM auth.two_factor WHERE user_id = NEW.user_id;
      DELETE FROM auth.recovery_code WHERE user_id = NEW.user_id;
      UPDATE auth."user" SET two_factor_enabled = false WHERE id = NEW.user_id;
    END IF;
    IF NEW.sessions_ended_at IS DISTINCT FROM OLD.sessions_ended_at THEN
      DELETE FROM auth.session WHERE user_id = NEW.user_id;
    END IF;
    IF (NEW.name, NEW.email) IS DISTINCT FROM (OLD.name, OLD.email) THEN
      UPDATE auth."user" SET name = NEW.name, email = NEW.email WHERE id = NEW.user_id;
    END IF;
    RETURN NULL;
  END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION carry_to_log_in FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER carry_to_log_in
  AFTER UPDATE OF status, name, email, sessions_ended_at, factors_reset_at ON "members"
  FOR EACH ROW EXECUTE FUNCTION carry_to_log_in();
--> statement-breakpoint

-- Every process hears that sessions ended, and closes what was open by them.
CREATE FUNCTION tell_sessions_ended() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$ BEGIN PERFORM pg_notify('achterwacht_sessions', ''); RETURN NULL; END $$;
--> statement-breakpoint
CREATE TRIGGER tell_sessions_ended AFTER DELETE ON "auth"."session"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_sessions_ended();
