-- Which keys somebody has at a desk go with his account, for at a post sits another colleague every shift. The release before
-- neither reads nor writes them.
ALTER TABLE "auth"."preference" ADD COLUMN "keys" jsonb;