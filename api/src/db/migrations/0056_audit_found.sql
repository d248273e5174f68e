-- The audit of a hundred thousand lines: whatever can be looked for or narrowed to is read by an index of its own, in the
-- order of time, so that a page of it costs a page.
CREATE INDEX "access_log_name" ON "access_log" USING btree ("centre_id","user_name","at");--> statement-breakpoint
CREATE INDEX "access_log_origin" ON "access_log" USING btree ("centre_id","origin","at");--> statement-breakpoint
CREATE INDEX "access_log_object" ON "access_log" USING btree ("centre_id","object","at");--> statement-breakpoint
CREATE INDEX "access_log_action" ON "access_log" USING btree ("centre_id","action","at");--> statement-breakpoint
CREATE INDEX "access_log_outcome" ON "access_log" USING btree ("centre_id","outcome","at");--> statement-breakpoint
CREATE INDEX "audit_changes_name" ON "audit_changes" USING btree ("centre_id","projection_version","user_name","at");--> statement-breakpoint
CREATE INDEX "audit_changes_people" ON "audit_changes" USING btree ("centre_id","projection_version","at","place") WHERE part is null or part in ('command-line', 'service');