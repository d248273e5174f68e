-- A change of an alarm touched `updated_at`, which an index held, so Postgres wrote the whole row elsewhere and
-- every index of it anew, at each press. What is looked up is when an alarm was closed: that is a column now,
-- derived from the state, and no index holds anything that an open alarm changes but its owner. Two indexes
-- of `signals` that no query used did the same to those.
--
-- Room is left in the pages of rows that are changed all the time, so that the new version finds some. Both
-- releases write the table alike.
DROP INDEX "signals_received";--> statement-breakpoint
DROP INDEX "signals_alarm";--> statement-breakpoint
DROP INDEX "alarms_closed";--> statement-breakpoint
-- Immutable, which the cast by itself is not: our moments carry their zone and depend on no setting.
CREATE FUNCTION moment_of(text text) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ BEGIN RETURN text::timestamptz; END $$;
--> statement-breakpoint
-- Before the column is added, which writes every row anew.
ALTER TABLE "alarms" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "feeds" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "button_contacts" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "presence" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "closed_at" timestamp(3) with time zone GENERATED ALWAYS AS (moment_of(state #>> '{closed,at}')) STORED;--> statement-breakpoint
CREATE INDEX "alarms_closed" ON "alarms" USING btree ("centre_id","closed_at") WHERE not open;
