-- What a session was made with and when that was last proven, recovery codes of our own, guesses counted by account and
-- place, how somebody likes his screen; and the lines of the access log that tell of log-ins.
CREATE TABLE "auth"."guess" (
	"account" text NOT NULL,
	"place" text NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "guess_account_place_pk" PRIMARY KEY("account","place")
);
--> statement-breakpoint
CREATE TABLE "auth"."preference" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"language" text,
	"theme" text
);
--> statement-breakpoint
CREATE TABLE "auth"."recovery_code" (
	"user_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"hash" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_code_user_id_number_pk" PRIMARY KEY("user_id","number")
);
--> statement-breakpoint
ALTER TABLE "auth"."passkey" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD COLUMN "made_with" text;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD COLUMN "proven_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "auth"."two_factor" ADD COLUMN "created_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "auth"."preference" ADD CONSTRAINT "preference_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."recovery_code" ADD CONSTRAINT "recovery_code_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "guess_last" ON "auth"."guess" USING btree ("last_at");
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."guess", "auth"."recovery_code", "auth"."preference" TO achterwacht_system;
--> statement-breakpoint
ALTER POLICY settings_log ON "access_log" WITH CHECK (user_id IS NULL OR action LIKE 'account.%');
--> statement-breakpoint
ALTER POLICY settings_log ON "access_log" RENAME TO log_in_and_settings_log;
--> statement-breakpoint
ALTER POLICY retention_proves ON "access_log" USING (action = 'retention.erased' OR action LIKE 'account.%');
--> statement-breakpoint
ALTER POLICY retention_proves ON "access_log" RENAME TO log_in_shows_and_retention_proves;
