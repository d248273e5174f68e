-- Settings changed on the machine itself are logged too, and who is there is nobody of a centre.
ALTER TABLE "access_log" ALTER COLUMN "user_id" DROP NOT NULL;