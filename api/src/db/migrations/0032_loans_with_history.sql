-- The fold of a button's loans: who lent it to whom until when is told by its log, and `loans` says it again. What the
-- release before wrote there is taken over when the migrations are through.
CREATE TABLE "lent_buttons" (
  "id" uuid PRIMARY KEY NOT NULL,
  "centre_id" uuid NOT NULL,
  "municipality_id" uuid,
  "version" integer NOT NULL,
  "head_hash" text NOT NULL,
  "subject_id" uuid NOT NULL,
  "state" jsonb NOT NULL,
  "personal" text,
  "fold_version" integer NOT NULL,
  "updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lent_buttons" ADD CONSTRAINT "lent_buttons_id_buttons_id_fk" FOREIGN KEY ("id") REFERENCES "public"."buttons"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "lent_buttons" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
-- An import lends, and the sweep reaches what is due. Nobody else asks for it yet.
GRANT SELECT, INSERT, UPDATE ON "lent_buttons" TO achterwacht_system;
--> statement-breakpoint
CREATE POLICY handler_reads ON "lent_buttons" FOR SELECT TO achterwacht_system USING (true);
--> statement-breakpoint
CREATE POLICY handler_lends ON "lent_buttons" FOR INSERT TO achterwacht_system WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY handler_changes ON "lent_buttons" FOR UPDATE TO achterwacht_system USING (true);
--> statement-breakpoint
GRANT UPDATE ("ends_at", "review_at") ON "loans" TO achterwacht_system;
