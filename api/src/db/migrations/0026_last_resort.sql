-- The last resort reads no alarm, so what it raises may stand beside an open duress of the same button that nobody can
-- read: one of each. A column of its own, because a condition on the state would cost every change of an alarm.
DROP INDEX "alarms_one_open_duress";--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "bare" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_one_open_bare" ON "alarms" USING btree ("button_id","kind") WHERE open and bare;--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_one_open_duress" ON "alarms" USING btree ("button_id") WHERE open and kind = 'duress' and mode = 'real' and not bare;