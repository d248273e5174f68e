-- Whose log-in each desk's sound socket belongs to: a log-out by way of another api process, or after a
-- restart of the one that opened it, must end listening too. The system's own.
CREATE TABLE "listeners" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"visitor" jsonb NOT NULL,
	"session_token" text NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "listeners_user" ON "listeners" USING btree ("user_id");
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "listeners" TO achterwacht_system;
--> statement-breakpoint
ALTER TABLE "listeners" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_everything ON "listeners" TO achterwacht_system USING (true) WITH CHECK (true);
