-- Programs may ask a few things of a centre: the fold of each, and the hashes by which their tokens are told.
CREATE TABLE "service_accounts" (
  "id" uuid PRIMARY KEY NOT NULL,
  "centre_id" uuid NOT NULL,
  "municipality_id" uuid,
  "name" text NOT NULL,
  "version" integer NOT NULL,
  "head_hash" text NOT NULL,
  "subject_id" uuid NOT NULL,
  "state" jsonb NOT NULL,
  "personal" text,
  "fold_version" integer NOT NULL,
  "updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_tokens" (
  "id" uuid PRIMARY KEY NOT NULL,
  "centre_id" uuid NOT NULL,
  "service_account_id" uuid NOT NULL,
  "hash" "bytea" NOT NULL,
  "last_used_on" date,
  "uses" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "service_accounts" ADD CONSTRAINT "service_accounts_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "service_tokens" ADD CONSTRAINT "service_tokens_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "service_tokens" ADD CONSTRAINT "service_tokens_service_account_id_service_accounts_id_fk" FOREIGN KEY ("service_account_id") REFERENCES "public"."service_accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "service_accounts_name" ON "service_accounts" USING btree ("centre_id","name");
--> statement-breakpoint
CREATE INDEX "service_tokens_account" ON "service_tokens" USING btree ("service_account_id");
--> statement-breakpoint

-- Administrators alone change them; the centre's staff may read what programs there are, and nobody of the app a hash.
ALTER TABLE "service_accounts" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "service_tokens" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "service_accounts" TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY staff_read ON "service_accounts" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY administrators_make ON "service_accounts" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY administrators_change ON "service_accounts" FOR UPDATE TO achterwacht_app
  USING (centre_id = setting_centre() AND (SELECT is_administrator()));
--> statement-breakpoint
GRANT SELECT ("id", "centre_id", "service_account_id", "last_used_on", "uses"), INSERT ON "service_tokens"
  TO achterwacht_app;
--> statement-breakpoint
CREATE POLICY staff_read ON "service_tokens" FOR SELECT TO achterwacht_app
  USING (centre_id = setting_centre() AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY administrators_issue ON "service_tokens" FOR INSERT TO achterwacht_app
  WITH CHECK (centre_id = setting_centre() AND (SELECT is_administrator())
    AND EXISTS (SELECT FROM service_accounts WHERE service_accounts.id = service_account_id));
--> statement-breakpoint

-- Whoever lets a program in knows every centre's, and counts how often he did.
GRANT SELECT ON "service_accounts" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY log_in_reads_programs ON "service_accounts" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
GRANT SELECT, UPDATE ("last_used_on", "uses") ON "service_tokens" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY log_in_reads_tokens ON "service_tokens" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY log_in_counts_uses ON "service_tokens" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint

-- What happened to them, and the key that opens what was typed there.
CREATE POLICY staff_read_programs ON "log"."events" FOR SELECT TO achterwacht_app
  USING (stream_type = 'service-account' AND centre_id = setting_centre()
    AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY administrators_change_programs ON "log"."events" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'service-account' AND feed = 'file' AND centre_id = setting_centre()
    AND (SELECT is_administrator()));
--> statement-breakpoint
CREATE POLICY staff_read_programs ON "log"."data_keys" FOR SELECT TO achterwacht_app
  USING (stream_type = 'service-account' AND centre_id = setting_centre()
    AND setting_municipality() IS NULL);
--> statement-breakpoint
CREATE POLICY administrators_change_programs ON "log"."data_keys" FOR INSERT TO achterwacht_app
  WITH CHECK (stream_type = 'service-account' AND centre_id = setting_centre()
    AND (SELECT is_administrator()));
