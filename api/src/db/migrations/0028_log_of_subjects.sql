-- The log, and what is committed with it, is of any subject that has a history, not of alarms alone: the tables stand
-- in a schema of their own and know streams. What stood in them is of alarms, and in the feed `live`.
--
-- The release before goes on running beside this schema: in `public` it finds its tables as views, with the names it
-- knows, and writes through them. Who asks for a view needs the rights on it and on the table behind it, and the
-- table's policies see him, not its owner. The next release drops the views.
--
-- Names and schemas change in the catalogue, new columns have constant defaults: no row is written anew. The one index
-- that every event is in is made anew, some seconds for a million events; a press that comes then is recorded alone,
-- acknowledged, and decided after.

-- In the order in which a transaction of the product comes by them: whoever holds one waits for none before it.
LOCK TABLE "answers", "deadlines", "effects", "feeds", "events" IN ACCESS EXCLUSIVE MODE;
--> statement-breakpoint
CREATE SCHEMA "log";
--> statement-breakpoint
GRANT USAGE ON SCHEMA "log" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
ALTER TABLE "public"."answers" SET SCHEMA "log";
--> statement-breakpoint
ALTER TABLE "public"."deadlines" SET SCHEMA "log";
--> statement-breakpoint
ALTER TABLE "public"."effects" SET SCHEMA "log";
--> statement-breakpoint
ALTER TABLE "public"."events" SET SCHEMA "log";
--> statement-breakpoint
ALTER TABLE "public"."feeds" SET SCHEMA "log";
--> statement-breakpoint

ALTER TABLE "log"."answers" RENAME COLUMN "alarm_id" TO "stream_id";
--> statement-breakpoint
ALTER TABLE "log"."answers" RENAME CONSTRAINT "answers_alarm_id_command_id_pk" TO "answers_stream_id_command_id_pk";
--> statement-breakpoint
ALTER TABLE "log"."answers" ADD COLUMN "stream_type" text DEFAULT 'alarm' NOT NULL;
--> statement-breakpoint
ALTER TABLE "log"."effects" RENAME COLUMN "alarm_id" TO "stream_id";
--> statement-breakpoint
ALTER TABLE "log"."effects" RENAME COLUMN "alarm_version" TO "stream_version";
--> statement-breakpoint
ALTER TABLE "log"."effects" ADD COLUMN "stream_type" text DEFAULT 'alarm' NOT NULL;
--> statement-breakpoint
ALTER TABLE "log"."events" RENAME COLUMN "alarm_id" TO "stream_id";
--> statement-breakpoint
ALTER TABLE "log"."events" RENAME CONSTRAINT "events_alarm_id_version_pk" TO "events_stream_id_version_pk";
--> statement-breakpoint
ALTER TABLE "log"."events" ADD COLUMN "stream_type" text DEFAULT 'alarm' NOT NULL,
  ADD COLUMN "feed" text DEFAULT 'live' NOT NULL, ADD COLUMN "schema_version" integer DEFAULT 1 NOT NULL;
--> statement-breakpoint
DROP INDEX "log"."events_sequence";
--> statement-breakpoint
CREATE UNIQUE INDEX "events_sequence" ON "log"."events" USING btree ("centre_id","feed","sequence");
--> statement-breakpoint
ALTER TABLE "log"."feeds" ADD COLUMN "name" text DEFAULT 'live' NOT NULL;
--> statement-breakpoint
ALTER TABLE "log"."feeds" DROP CONSTRAINT "feeds_pkey";
--> statement-breakpoint
ALTER TABLE "log"."feeds" ADD CONSTRAINT "feeds_centre_id_name_pk" PRIMARY KEY ("centre_id","name");
--> statement-breakpoint
INSERT INTO "log"."feeds" ("centre_id", "name", "last_sequence")
  SELECT "id", 'file', 0 FROM "centres";
--> statement-breakpoint

CREATE VIEW "public"."answers" WITH (security_invoker = true) AS
  SELECT "stream_id" AS "alarm_id", "command_id", "centre_id", "answer", "at"
  FROM "log"."answers" WHERE "stream_type" = 'alarm';
--> statement-breakpoint
CREATE VIEW "public"."deadlines" WITH (security_invoker = true) AS
  SELECT "subject_type", "subject_id", "kind", "centre_id", "at", "revision"
  FROM "log"."deadlines" WHERE "subject_type" = 'alarm';
--> statement-breakpoint
CREATE VIEW "public"."effects" WITH (security_invoker = true) AS
  SELECT "id", "centre_id", "stream_id" AS "alarm_id", "stream_version" AS "alarm_version", "kind", "mode",
    "recipient", "text", "status", "created_at", "attempts", "next_attempt_at", "sent_at", "last_error"
  FROM "log"."effects" WHERE "stream_type" = 'alarm';
--> statement-breakpoint
CREATE VIEW "public"."events" WITH (security_invoker = true) AS
  SELECT "stream_id" AS "alarm_id", "version", "centre_id", "municipality_id", "sequence", "type", "at", "text",
    "previous_hash", "hash"
  FROM "log"."events" WHERE "stream_type" = 'alarm' AND "feed" = 'live';
--> statement-breakpoint
CREATE VIEW "public"."feeds" WITH (security_invoker = true) AS
  SELECT "centre_id", "last_sequence", "beat_at" FROM "log"."feeds" WHERE "name" = 'live';
--> statement-breakpoint
GRANT SELECT, INSERT ON "public"."answers", "public"."deadlines", "public"."effects", "public"."events"
  TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
GRANT SELECT, UPDATE ON "public"."feeds" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
GRANT INSERT ON "public"."feeds" TO achterwacht_system;
--> statement-breakpoint
GRANT UPDATE, DELETE ON "public"."deadlines" TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
GRANT UPDATE ON "public"."effects" TO achterwacht_system;
