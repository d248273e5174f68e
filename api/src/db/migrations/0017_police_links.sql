-- The police's way in: links and the devices that were let in by them. And which event asked for an effect,
-- so that what is told of it can be read from the log as it stood then.
CREATE TABLE "police_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"alarm_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"pin_hash" text NOT NULL,
	"failed_attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "police_viewers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"link_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"name" text NOT NULL,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "effects" ADD COLUMN "alarm_version" integer;--> statement-breakpoint
ALTER TABLE "police_viewers" ADD CONSTRAINT "police_viewers_link_id_police_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."police_links"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "police_links_secret" ON "police_links" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "police_links_alarm" ON "police_links" USING btree ("alarm_id");--> statement-breakpoint
CREATE UNIQUE INDEX "police_viewers_token" ON "police_viewers" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "police_viewers_link" ON "police_viewers" USING btree ("link_id");
--> statement-breakpoint
-- People of the centre make a link and see who looked; letting somebody in is the system's own.
GRANT SELECT, INSERT ON police_links TO achterwacht_app;
--> statement-breakpoint
GRANT SELECT ON police_viewers TO achterwacht_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON police_links, police_viewers TO achterwacht_system;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['police_links', 'police_viewers'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system_everything ON %I TO achterwacht_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY of_centre ON %I TO achterwacht_app
      USING (centre_id = setting_centre() AND setting_municipality() IS NULL)
      WITH CHECK (centre_id = setting_centre() AND setting_municipality() IS NULL)', name);
  END LOOP;
END $$;
