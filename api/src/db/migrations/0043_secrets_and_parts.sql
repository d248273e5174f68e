-- A password that an administrator types on the page of his centre goes in, and is never read back by anybody but the
-- system. And a notice that several receivers get has a part for each, with its own attempts: the release before knows
-- no parts, and sends one that waits as it would send a whole.
ALTER TABLE "log"."effects" ADD COLUMN "part_of" uuid;
--> statement-breakpoint
ALTER TABLE "log"."effects" ADD COLUMN "receiver" uuid;
--> statement-breakpoint
GRANT INSERT ON "setting_secrets" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY administrators_set_first ON "setting_secrets" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_administrator()));
