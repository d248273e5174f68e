-- A person, who wears a button or may, gets a history: the row of a holder is the fold of its log from here on. The
-- release before reads its name, telephone, places, contacts and sealed facts there as it always did, and adds rows that
-- say no more; those are taken over when the migrations are through, and until then `state` is null.
ALTER TABLE "holders" ADD COLUMN "belongs_to" uuid;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "emptied_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "head_hash" text;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "subject_id" uuid;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "state" jsonb;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "personal" text;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "fold_version" integer;--> statement-breakpoint
ALTER TABLE "holders" ADD COLUMN "updated_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE INDEX "holders_by_name" ON "holders" USING btree ("centre_id",(lower(name) collate "C"),"id");--> statement-breakpoint
CREATE INDEX "holders_of_family" ON "holders" USING btree ("belongs_to");--> statement-breakpoint
CREATE UNIQUE INDEX "holders_account" ON "holders" USING btree ("account_id");
--> statement-breakpoint
-- At the centre supervisors write sheets; every desk reads what an alarm shows.
GRANT INSERT, UPDATE ("name", "function", "phone", "restricted", "code_word_agreed", "belongs_to", "account_id",
  "emptied_at", "version", "head_hash", "subject_id", "state", "personal", "fold_version", "updated_at") ON "holders"
  TO achterwacht_app, achterwacht_public;
--> statement-breakpoint
-- Not their telephones, which stand sealed: whom the police see by a link is in the same rows.
GRANT SELECT ("id", "centre_id", "municipality_id", "name", "function", "restricted", "code_word_agreed", "belongs_to",
  "account_id", "emptied_at", "version", "head_hash", "subject_id", "state", "personal", "fold_version", "updated_at")
  ON "holders" TO achterwacht_public;
--> statement-breakpoint
GRANT SELECT ON "places", "contacts" TO achterwacht_public;
--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON "places", "contacts" TO achterwacht_app, achterwacht_public;
--> statement-breakpoint
CREATE POLICY supervisors_add ON "holders" AS RESTRICTIVE FOR INSERT TO achterwacht_app
  WITH CHECK ((SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_change ON "holders" AS RESTRICTIVE FOR UPDATE TO achterwacht_app
  USING ((SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_add ON "places" AS RESTRICTIVE FOR INSERT TO achterwacht_app
  WITH CHECK ((SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_change ON "places" AS RESTRICTIVE FOR UPDATE TO achterwacht_app
  USING ((SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_take_out ON "places" AS RESTRICTIVE FOR DELETE TO achterwacht_app
  USING ((SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_add ON "contacts" AS RESTRICTIVE FOR INSERT TO achterwacht_app
  WITH CHECK ((SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_change ON "contacts" AS RESTRICTIVE FOR UPDATE TO achterwacht_app
  USING ((SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_take_out ON "contacts" AS RESTRICTIVE FOR DELETE TO achterwacht_app
  USING ((SELECT is_supervisor()));
--> statement-breakpoint
-- An officer those of his own municipality, a holder his own row.
DROP POLICY officers_read ON "holders";
--> statement-breakpoint
DROP POLICY officers_read ON "contacts";
--> statement-breakpoint
CREATE POLICY officers ON "holders" TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()))
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY officers ON "places" TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()))
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY officers ON "contacts" TO achterwacht_public
  USING (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()))
  WITH CHECK (centre_id = setting_centre() AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY own ON "holders" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND account_id = setting_person());
--> statement-breakpoint
-- Imported, emptied when nobody needs it, and told by its loans that it is worn.
GRANT UPDATE ON "holders", "places", "contacts" TO achterwacht_system;
--> statement-breakpoint
GRANT SELECT ON "contacts" TO achterwacht_system;
--> statement-breakpoint
GRANT DELETE ON "places", "contacts" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY register_changes ON "holders" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY register_changes ON "places" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY register_changes ON "contacts" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY register_reads ON "contacts" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY register_takes_out ON "places" FOR DELETE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY register_takes_out ON "contacts" FOR DELETE TO achterwacht_system USING (true);
--> statement-breakpoint
-- The log and its keys, as whoever may read the sheet; a desk reads neither.
CREATE POLICY supervisors_persons ON "log"."events" FOR SELECT TO achterwacht_app
  USING (stream_type = 'person' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_persons_append ON "log"."events" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'person' AND feed = 'file' AND centre_id = setting_centre()
    AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY officers_persons ON "log"."events" FOR SELECT TO achterwacht_public
  USING (stream_type = 'person' AND centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY officers_persons_append ON "log"."events" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_type = 'person' AND feed = 'file' AND centre_id = setting_centre()
    AND municipality_id = setting_municipality() AND (SELECT is_officer()));
--> statement-breakpoint
CREATE POLICY supervisors_persons ON "log"."data_keys" FOR SELECT TO achterwacht_app
  USING (stream_type = 'person' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY supervisors_persons_add ON "log"."data_keys" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'person' AND centre_id = setting_centre() AND (SELECT is_supervisor()));
--> statement-breakpoint
CREATE POLICY officers_persons ON "log"."data_keys" FOR SELECT TO achterwacht_public
  USING (stream_type = 'person' AND centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND ((SELECT is_officer()) OR EXISTS (SELECT FROM holders
      WHERE holders.id = stream_id AND account_id = setting_person())));
--> statement-breakpoint
CREATE POLICY officers_persons_add ON "log"."data_keys" FOR INSERT TO achterwacht_public
  WITH CHECK (stream_type = 'person' AND centre_id = setting_centre() AND municipality_id = setting_municipality()
    AND (SELECT is_officer()));
--> statement-breakpoint
-- Of a person whom he sees.
CREATE POLICY officers_persons ON "log"."deadlines" TO achterwacht_public
  USING (subject_type = 'person' AND centre_id = setting_centre() AND (SELECT is_officer())
    AND EXISTS (SELECT FROM holders WHERE holders.id = subject_id))
  WITH CHECK (subject_type = 'person' AND centre_id = setting_centre() AND (SELECT is_officer())
    AND EXISTS (SELECT FROM holders WHERE holders.id = subject_id));
--> statement-breakpoint
-- Who looked at what is kept of oneself; what an order keeps back stays back.
GRANT SELECT ("centre_id", "at", "user_role", "action", "whom", "outcome", "withheld") ON "access_log"
  TO achterwacht_public;
--> statement-breakpoint
CREATE POLICY own ON "access_log" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND outcome = 'done' AND NOT withheld
    AND whom IN (SELECT id FROM holders WHERE account_id = setting_person()));
--> statement-breakpoint
-- An officer who looked at a sheet, and at no alarm: nothing live reaches a municipality.
CREATE POLICY officers ON "access_log" FOR SELECT TO achterwacht_public
  USING (centre_id = setting_centre() AND outcome = 'done' AND NOT withheld AND action LIKE 'person.%'
    AND (SELECT is_officer()) AND whom IN (SELECT id FROM holders));
--> statement-breakpoint
-- The buttons that somebody wears or wore, locked before he is, as a press locks them: whoever writes his sheet need not see them.
CREATE FUNCTION lock_buttons_of(of_person uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT FROM buttons WHERE id IN (
      SELECT button_id FROM loans WHERE holder_id = of_person)
    ORDER BY id FOR NO KEY UPDATE $$;
