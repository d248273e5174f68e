-- What a centre runs by, with its history: the fold of each setting, and apart from it what of one is secret.
CREATE TABLE "setting_secrets" (
  "id" uuid PRIMARY KEY NOT NULL,
  "centre_id" uuid NOT NULL,
  "sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
  "id" uuid PRIMARY KEY NOT NULL,
  "centre_id" uuid NOT NULL,
  "kind" text NOT NULL,
  "municipality_id" uuid,
  "version" integer NOT NULL,
  "head_hash" text NOT NULL,
  "subject_id" uuid NOT NULL,
  "state" jsonb NOT NULL,
  "personal" text,
  "fold_version" integer NOT NULL,
  "updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "setting_secrets" ADD CONSTRAINT "setting_secrets_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "setting_secrets_centre" ON "setting_secrets" USING btree ("centre_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "settings_once" ON "settings" USING btree ("centre_id","kind");
--> statement-breakpoint

-- Who may touch which: everybody of the centre reads what it runs by, administrators change it; none of them comes near
-- a secret. Whoever serves every centre reads all, and what is typed at the machine or taken over is written as that.
ALTER TABLE "settings" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "setting_secrets" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "settings" TO achterwacht_app;
--> statement-breakpoint
CREATE FUNCTION is_administrator() RETURNS boolean LANGUAGE sql STABLE
  SET search_path = public, pg_temp
  AS $$ SELECT setting_municipality() IS NULL AND EXISTS (SELECT FROM members
    WHERE user_id = setting_person() AND centre_id = setting_centre() AND role = 'administrator') $$;
--> statement-breakpoint
CREATE POLICY staff_read ON "settings" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY administrators_set_first ON "settings" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_set ON "settings" FOR UPDATE TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "settings" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY settings_read ON "settings" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY settings_begin ON "settings" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY settings_change ON "settings" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON "setting_secrets" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY settings_read ON "setting_secrets" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY settings_add ON "setting_secrets" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint

-- A press and the release before read these of the centre's row; they are written with the setting.
GRANT UPDATE ("timings", "nearby_press", "control_room_lines", "harmless_sound_days", "real_sound_days")
  ON "centres" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
CREATE POLICY administrators_set ON "centres" AS RESTRICTIVE FOR UPDATE TO achterwacht_app
  USING (id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
ALTER POLICY retention_sets ON "centres" RENAME TO settings_keep_in_step;
--> statement-breakpoint

-- Every process hears that something was set, reads it under its own rights, and runs by it from then on.
CREATE FUNCTION tell_settings_changed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$ BEGIN PERFORM pg_notify('achterwacht_settings', ''); RETURN NULL; END $$;
--> statement-breakpoint
CREATE TRIGGER tell_settings_changed AFTER INSERT OR UPDATE OR DELETE ON "settings"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
--> statement-breakpoint
CREATE TRIGGER tell_settings_changed
  AFTER INSERT OR UPDATE OF timings, nearby_press, control_room_lines, harmless_sound_days, real_sound_days ON "centres"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
