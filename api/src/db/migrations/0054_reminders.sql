-- Who was mailed that something has to be done before a day is not mailed it again: what was sent, by a name that says
-- nothing of anybody. The part that sends reads and adds; nobody changes it. The release before knows nothing of it.
CREATE TABLE "reminders" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"sent_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "reminders" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON "reminders" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY reminders_read ON "reminders" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY reminders_add ON "reminders" FOR INSERT TO achterwacht_system WITH CHECK (true);
