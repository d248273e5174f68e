-- What came before an alarm is found by its holder, and an alarm by its number, without reading through all of them. The
-- release before asks neither.
CREATE INDEX "alarms_subject" ON "alarms" USING btree ("subject_id","raised_at");--> statement-breakpoint
CREATE INDEX "alarms_number" ON "alarms" USING btree ("centre_id","number");
