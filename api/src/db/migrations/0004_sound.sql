-- Recordings and the alarms they belong to, how far the media-server's journal was read, the tokens that
-- buttons send sound with, and for how many days a centre keeps it.
CREATE TABLE "recordings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"button_id" uuid NOT NULL,
	"alarm_id" uuid,
	"started_at" timestamp(3) with time zone NOT NULL,
	"erased_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sound_cursors" (
	"journal" uuid PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "waiting_facts" (
	"recording_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"centre_id" uuid NOT NULL,
	"fact" jsonb NOT NULL,
	CONSTRAINT "waiting_facts_recording_id_number_pk" PRIMARY KEY("recording_id","number")
);
--> statement-breakpoint
ALTER TABLE "buttons" ADD COLUMN "sound_token" text;--> statement-breakpoint
ALTER TABLE "buttons" ADD COLUMN "sound_token_sha256" text;--> statement-breakpoint
ALTER TABLE "buttons" ADD COLUMN "sound_changed_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "centres" ADD COLUMN "harmless_sound_days" integer DEFAULT 7 NOT NULL;--> statement-breakpoint
ALTER TABLE "centres" ADD COLUMN "real_sound_days" integer;--> statement-breakpoint
ALTER TABLE "waiting_facts" ADD CONSTRAINT "waiting_facts_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recordings_alarm" ON "recordings" USING btree ("alarm_id");--> statement-breakpoint
CREATE INDEX "recordings_homeless" ON "recordings" USING btree ("started_at") WHERE alarm_id is null and erased_at is null;--> statement-breakpoint
CREATE INDEX "buttons_sound" ON "buttons" USING btree ("sound_changed_at") WHERE sound_token_sha256 is not null;