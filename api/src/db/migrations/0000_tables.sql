-- Every table of the product, and the log-in library's in a schema of their own.
CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE SEQUENCE "public"."alarm_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1001 CACHE 1;--> statement-breakpoint
CREATE TABLE "access_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "access_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"centre_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"user_id" uuid NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"result" text NOT NULL,
	"origin" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alarms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"button_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"open" boolean NOT NULL,
	"owner_id" uuid,
	"version" integer NOT NULL,
	"head_hash" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"state" jsonb NOT NULL,
	"personal" text,
	"raised_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answers" (
	"alarm_id" uuid NOT NULL,
	"command_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "answers_alarm_id_command_id_pk" PRIMARY KEY("alarm_id","command_id")
);
--> statement-breakpoint
CREATE TABLE "button_contacts" (
	"button_id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"last_contact_at" timestamp(3) with time zone NOT NULL,
	"last_test_at" timestamp(3) with time zone,
	"battery_percent" double precision
);
--> statement-breakpoint
CREATE TABLE "buttons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"serial" text NOT NULL,
	"protocol" text NOT NULL,
	"account" text NOT NULL,
	"key" text,
	"model" text NOT NULL,
	"known" boolean DEFAULT true NOT NULL,
	"sound" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'in-pool' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "centres" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"phone" text NOT NULL,
	"police_phone" text NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"timings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"holder_id" uuid NOT NULL,
	"name" text NOT NULL,
	"relation" text NOT NULL,
	"phone" text NOT NULL,
	"may_be_involved" boolean DEFAULT false NOT NULL,
	"rank" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"centre_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "deadlines_subject_id_kind_pk" PRIMARY KEY("subject_id","kind")
);
--> statement-breakpoint
CREATE TABLE "effects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"alarm_id" uuid,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"recipient" text NOT NULL,
	"text" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp(3) with time zone,
	"sent_at" timestamp(3) with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "events" (
	"alarm_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"sequence" bigint NOT NULL,
	"type" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"text" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "events_alarm_id_version_pk" PRIMARY KEY("alarm_id","version")
);
--> statement-breakpoint
CREATE TABLE "feeds" (
	"centre_id" uuid PRIMARY KEY NOT NULL,
	"last_sequence" bigint NOT NULL,
	"beat_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "holders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"name" text NOT NULL,
	"function" text NOT NULL,
	"phone" text,
	"restricted" text NOT NULL,
	"code_word_agreed" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "loans" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"button_id" uuid NOT NULL,
	"holder_id" uuid NOT NULL,
	"reason_category" text NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"ends_at" timestamp(3) with time zone,
	"review_at" timestamp(3) with time zone NOT NULL,
	"returned_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "members" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"protocol" text NOT NULL,
	"transport" text NOT NULL,
	"remote_address" text NOT NULL,
	"raw" "bytea" NOT NULL,
	"account" text,
	"sequence" text,
	"verdict" text NOT NULL,
	"content_hash" text,
	"disposition" text NOT NULL,
	"handled_at" timestamp(3) with time zone,
	"handle_at" timestamp(3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "municipalities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"holder_id" uuid NOT NULL,
	"label" text NOT NULL,
	"address" text NOT NULL,
	"floor" text,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"holder_id" uuid PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"municipality_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"flags" jsonb NOT NULL,
	"minimum_listening_seconds" integer NOT NULL,
	"steps" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "presence" (
	"desk_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"renewed_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"message_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"button_id" uuid,
	"kind" text NOT NULL,
	"code" text,
	"decoded" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"disposition" text NOT NULL,
	"alarm_id" uuid
);
--> statement-breakpoint
CREATE TABLE "auth"."account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."passkey" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text,
	"public_key" text NOT NULL,
	"user_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"counter" integer NOT NULL,
	"device_type" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text,
	"created_at" timestamp with time zone,
	"aaguid" text
);
--> statement-breakpoint
CREATE TABLE "auth"."rate_limit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limit_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "auth"."session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" uuid NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth"."two_factor" (
	"id" uuid PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" uuid NOT NULL,
	"verified" boolean DEFAULT true,
	"failed_verification_count" integer DEFAULT 0,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "auth"."user" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"two_factor_enabled" boolean DEFAULT false,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "auth"."verification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_holder_id_holders_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."holders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holders" ADD CONSTRAINT "holders_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_button_id_buttons_id_fk" FOREIGN KEY ("button_id") REFERENCES "public"."buttons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_holder_id_holders_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."holders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "municipalities" ADD CONSTRAINT "municipalities_centre_id_centres_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_holder_id_holders_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."holders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_holder_id_holders_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."holders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."passkey" ADD CONSTRAINT "passkey_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."two_factor" ADD CONSTRAINT "two_factor_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("centre_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_one_open_duress" ON "alarms" USING btree ("button_id") WHERE open and kind = 'duress' and mode = 'real';--> statement-breakpoint
CREATE INDEX "alarms_open" ON "alarms" USING btree ("centre_id") WHERE open;--> statement-breakpoint
CREATE INDEX "alarms_button" ON "alarms" USING btree ("button_id","raised_at");--> statement-breakpoint
CREATE INDEX "alarms_closed" ON "alarms" USING btree ("centre_id","updated_at");--> statement-breakpoint
CREATE INDEX "alarms_owner" ON "alarms" USING btree ("owner_id") WHERE open;--> statement-breakpoint
CREATE UNIQUE INDEX "buttons_serial" ON "buttons" USING btree ("serial");--> statement-breakpoint
CREATE UNIQUE INDEX "buttons_account" ON "buttons" USING btree ("protocol","account");--> statement-breakpoint
CREATE INDEX "deadlines_at" ON "deadlines" USING btree ("at");--> statement-breakpoint
CREATE INDEX "effects_due" ON "effects" USING btree ("next_attempt_at") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "effects_created" ON "effects" USING btree ("centre_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "events_sequence" ON "events" USING btree ("centre_id","sequence");--> statement-breakpoint
CREATE INDEX "loans_button" ON "loans" USING btree ("button_id","starts_at");--> statement-breakpoint
CREATE INDEX "messages_received" ON "messages" USING btree ("centre_id","received_at");--> statement-breakpoint
CREATE INDEX "messages_unhandled" ON "messages" USING btree ("handle_at") WHERE handled_at is null;--> statement-breakpoint
CREATE INDEX "messages_content" ON "messages" USING btree ("content_hash","received_at");--> statement-breakpoint
CREATE INDEX "presence_user" ON "presence" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "signals_received" ON "signals" USING btree ("centre_id","received_at");--> statement-breakpoint
CREATE INDEX "signals_message" ON "signals" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "signals_alarm" ON "signals" USING btree ("alarm_id");