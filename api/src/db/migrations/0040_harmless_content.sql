-- How long a centre keeps what was said of *loos* and tests; null, as every centre has it until it sets it: not erased by
-- itself. Beside the other times of retention, written with the setting that says so. The release before leaves it.
ALTER TABLE "centres" ADD COLUMN "harmless_content_days" integer;
--> statement-breakpoint
GRANT UPDATE ("harmless_content_days") ON "centres" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
DROP TRIGGER tell_settings_changed ON "centres";
--> statement-breakpoint
CREATE TRIGGER tell_settings_changed
  AFTER INSERT OR UPDATE OF timings, nearby_press, control_room_lines, harmless_sound_days, real_sound_days,
    harmless_content_days ON "centres"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
