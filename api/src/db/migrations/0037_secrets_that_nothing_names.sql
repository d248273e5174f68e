-- A secret that no setting names any more is of no use but to whoever steals it: the system takes it away.
GRANT DELETE ON "setting_secrets" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY settings_drop ON "setting_secrets" FOR DELETE TO achterwacht_system USING (true);
