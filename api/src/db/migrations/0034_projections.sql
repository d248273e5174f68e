-- What is read beside the subjects' rows: folded from the log after the commit by one part of the system, which notes
-- how far it is. The first of it are the answer times. Ids and moments alone: nothing here has to be erased.
CREATE TABLE "answer_times" (
	"projection_version" integer NOT NULL,
	"alarm_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"pressed_at" timestamp(3) with time zone,
	"received_at" timestamp(3) with time zone NOT NULL,
	"presented_at" timestamp(3) with time zone,
	"claimed_at" timestamp(3) with time zone,
	"audible_at" timestamp(3) with time zone,
	"decided_at" timestamp(3) with time zone,
	"handed_over_at" timestamp(3) with time zone,
	"police_confirmed_at" timestamp(3) with time zone,
	"on_scene_at" timestamp(3) with time zone,
	"closed_at" timestamp(3) with time zone,
	CONSTRAINT "answer_times_projection_version_alarm_id_pk" PRIMARY KEY("projection_version","alarm_id")
);
--> statement-breakpoint
CREATE TABLE "projection_cursors" (
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"centre_id" uuid NOT NULL,
	"feed" text NOT NULL,
	"sequence" bigint NOT NULL,
	"event_at" timestamp(3) with time zone,
	"caught_up_at" timestamp(3) with time zone,
	"failed_sequence" bigint,
	"failed_since" timestamp(3) with time zone,
	"error_code" text,
	CONSTRAINT "projection_cursors_name_version_centre_id_feed_pk" PRIMARY KEY("name","version","centre_id","feed")
);
--> statement-breakpoint
CREATE INDEX "answer_times_received" ON "answer_times" USING btree ("centre_id","projection_version","received_at");--> statement-breakpoint

-- The centre's own people read; who of them, asks the route. The part that folds is the only one that writes.
ALTER TABLE "projection_cursors" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "answer_times" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT ON "projection_cursors", "answer_times" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY staff_read ON "projection_cursors" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY staff_read ON "answer_times" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "projection_cursors", "answer_times" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY projections_read ON "projection_cursors" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_begin ON "projection_cursors" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY projections_move_on ON "projection_cursors" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_forget ON "projection_cursors" FOR DELETE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_read ON "answer_times" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_add ON "answer_times" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY projections_change ON "answer_times" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY projections_forget ON "answer_times" FOR DELETE TO achterwacht_system USING (true);
