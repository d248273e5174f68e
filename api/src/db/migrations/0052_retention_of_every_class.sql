-- Every class of what is kept has a term that its centre sets: also what was said of real cases (null: not erased by
-- itself, as at every centre until it sets one), and who looked at what (five years, as before). The release before
-- leaves both columns; what it erases it erases as it did.
ALTER TABLE "centres" ADD COLUMN "real_content_days" integer;
--> statement-breakpoint
ALTER TABLE "centres" ADD COLUMN "access_line_days" integer DEFAULT 1827 NOT NULL;
--> statement-breakpoint
GRANT UPDATE ("real_content_days", "access_line_days") ON "centres" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
DROP TRIGGER tell_settings_changed ON "centres";
--> statement-breakpoint
CREATE TRIGGER tell_settings_changed
  AFTER INSERT OR UPDATE OF name, phone, police_phone, timings, nearby_press, control_room_lines, harmless_sound_days,
    real_sound_days, harmless_content_days, real_content_days, access_line_days ON "centres"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
