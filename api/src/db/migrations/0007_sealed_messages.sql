-- What a message says is sealed, its bytes and what was read of them. The release before still writes both
-- in clear on this schema; `migrate` seals what it finds of that at every start, and a later release drops
-- the two columns.
ALTER TABLE "messages" ALTER COLUMN "raw" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "signals" ALTER COLUMN "decoded" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "subject_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "content" "bytea";--> statement-breakpoint
CREATE INDEX "messages_clear" ON "messages" USING btree ("id") WHERE raw is not null;
