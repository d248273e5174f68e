-- An administrator sets what his centre is called and its telephone numbers; they are written with the setting that says
-- so, where every release reads them.
GRANT UPDATE ("name", "phone", "police_phone") ON "centres" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
DROP TRIGGER tell_settings_changed ON "centres";
--> statement-breakpoint
CREATE TRIGGER tell_settings_changed
  AFTER INSERT OR UPDATE OF name, phone, police_phone, timings, nearby_press, control_room_lines, harmless_sound_days,
    real_sound_days, harmless_content_days ON "centres"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
