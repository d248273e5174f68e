-- A file that is read in says of what it is a list and how far it is, so that whoever is interrupted goes on there and no
-- line is carried out twice. The release before writes neither and counts by itself.
ALTER TABLE "pending_imports" ADD COLUMN "kind" text DEFAULT 'buttons' NOT NULL;--> statement-breakpoint
ALTER TABLE "pending_imports" ADD COLUMN "done" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
GRANT UPDATE ("done") ON "pending_imports" TO achterwacht_system;--> statement-breakpoint
CREATE POLICY register_counts ON "pending_imports" FOR UPDATE TO achterwacht_system USING (true) WITH CHECK (true);
