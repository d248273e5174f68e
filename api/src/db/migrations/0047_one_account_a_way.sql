-- One way to log in is one person's: a work account that somebody linked is nobody else's.
CREATE UNIQUE INDEX "account_once" ON "auth"."account" USING btree ("provider_id","account_id");