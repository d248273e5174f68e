-- What erases an alarm's content takes its key away, and nothing else takes any.
GRANT DELETE ON "log"."data_keys" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY retention_erases ON "log"."data_keys" FOR DELETE TO achterwacht_system USING (true);
