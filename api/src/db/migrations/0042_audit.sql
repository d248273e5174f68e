-- A line of the access log says who in which role, of whom, and how it ended (BIO2 8.15.01); a municipality's people and
-- the police by a link write their own; and no line is ever changed, by nobody.
ALTER TABLE "access_log" ADD COLUMN "user_name" text;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "user_role" text;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "whom" uuid;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "outcome" text DEFAULT 'done' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "withheld" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "access_log_whom" ON "access_log" USING btree ("centre_id","whom","at") WHERE whom is not null;--> statement-breakpoint
CREATE INDEX "access_log_user" ON "access_log" USING btree ("centre_id","user_id","at");--> statement-breakpoint
-- What the release before wrote of looks that showed nothing.
UPDATE "access_log" SET "outcome" = 'refused'
  WHERE action IN ('alarm.dossier', 'alarm.sound') AND result NOT IN ('shown', 'played');--> statement-breakpoint
DROP POLICY of_centre ON "access_log";--> statement-breakpoint
CREATE POLICY of_centre ON "access_log" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);--> statement-breakpoint
CREATE POLICY writes_own ON "access_log" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND user_id = setting_person());--> statement-breakpoint
GRANT INSERT ON "access_log" TO achterwacht_public;--> statement-breakpoint
CREATE POLICY portal_writes_own ON "access_log" FOR INSERT TO achterwacht_public
  WITH CHECK (centre_id = setting_centre() AND user_id = setting_person());--> statement-breakpoint
CREATE POLICY by_link_writes_own ON "access_log" FOR INSERT TO achterwacht_public
  WITH CHECK (centre_id = (SELECT visited_centre()) AND user_id IS NULL AND action = 'police.page');--> statement-breakpoint
CREATE FUNCTION access_lines_never_change() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$;--> statement-breakpoint
CREATE TRIGGER access_lines_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "access_log"
  FOR EACH STATEMENT EXECUTE FUNCTION access_lines_never_change();
