-- Where somebody was is kept of alarms and tests only; what the releases before kept besides is found by this.
ALTER TABLE "messages" ADD COLUMN "places_judged" boolean;--> statement-breakpoint
CREATE INDEX "messages_unjudged" ON "messages" USING btree ("id") WHERE places_judged is null and handled_at is not null;