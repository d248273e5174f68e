-- Reminders that somebody sets himself go with his account, so that they outlive a page and a change of post. The release
-- before neither reads nor writes them.
CREATE TABLE "auth"."timer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"text" text NOT NULL,
	"alarm_id" uuid
);
--> statement-breakpoint
ALTER TABLE "auth"."timer" ADD CONSTRAINT "timer_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "timer_of" ON "auth"."timer" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "timer_ends" ON "auth"."timer" USING btree ("ends_at");--> statement-breakpoint

GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."timer" TO achterwacht_system;
