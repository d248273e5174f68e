-- A municipality has its own file of a case: the file itself, who may open it, and who did.
CREATE TABLE "incident_circle" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"added_by" uuid,
	"added_at" timestamp(3) with time zone NOT NULL,
	"removed_by" uuid,
	"removed_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_views" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"what" text NOT NULL,
	"origin" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"alarm_id" uuid,
	"alarm_version" integer,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"facts" jsonb NOT NULL,
	"subject_id" uuid NOT NULL,
	"personal" text,
	"changed_by" text,
	"changed_at" timestamp(3) with time zone
);
--> statement-breakpoint
ALTER TABLE "incident_circle" ADD CONSTRAINT "incident_circle_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_views" ADD CONSTRAINT "incident_views_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "incident_circle_once" ON "incident_circle" USING btree ("incident_id","user_id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "incident_views_incident" ON "incident_views" USING btree ("incident_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_alarm" ON "incidents" USING btree ("alarm_id");--> statement-breakpoint
CREATE INDEX "incidents_occurred" ON "incidents" USING btree ("municipality_id","occurred_at");