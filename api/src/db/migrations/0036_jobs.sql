-- What the product repeats by itself, and how each piece of it is doing, whichever process did its last round; and the
-- lines that prove an erasing, for whoever asks for them at the machine.
CREATE TABLE "jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"last_good_at" timestamp(3) with time zone,
	"failing_since" timestamp(3) with time zone,
	"waiting" integer NOT NULL,
	"done" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "access_log_erased" ON "access_log" USING btree ("centre_id","at") WHERE action = 'retention.erased';
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "jobs" TO achterwacht_system;
--> statement-breakpoint
ALTER TABLE "jobs" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY jobs_read ON "jobs" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY jobs_begin ON "jobs" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY jobs_go_on ON "jobs" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
GRANT SELECT ON "access_log" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY retention_proves ON "access_log" FOR SELECT TO achterwacht_system USING (action = 'retention.erased');
