-- Where two are asked, whoever was administrator within the week counts, and whoever was let in stands for who let him in: the
-- row of a member says both. The release before leaves what it does not know.
ALTER TABLE "members" ADD COLUMN "roles_until" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "let_in" jsonb;
