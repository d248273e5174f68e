-- What cannot be handled stands aside, so that the rest goes on, and is shown by kind. The system's own.
CREATE TABLE "set_aside" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"retry_at" timestamp(3) with time zone,
	CONSTRAINT "set_aside_kind_id_pk" PRIMARY KEY("kind","id")
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "set_aside" TO achterwacht_system;
--> statement-breakpoint
ALTER TABLE "set_aside" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_everything ON "set_aside" TO achterwacht_system USING (true) WITH CHECK (true);
