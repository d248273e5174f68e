-- Of ten thousand members a page and a search read the rows that they show, and the application is told no when it would
-- give somebody a role for whom nobody administers.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
DROP INDEX "members_by_name";--> statement-breakpoint
CREATE INDEX "members_by_status" ON "members" USING btree ("centre_id","status","name","user_id");--> statement-breakpoint
CREATE INDEX "members_by_role" ON "members" USING btree ("centre_id","role","name","user_id") WHERE status <> 'ended';--> statement-breakpoint
CREATE INDEX "members_by_municipality" ON "members" USING btree ("municipality_id","name","user_id") WHERE status <> 'ended';--> statement-breakpoint
CREATE INDEX "members_search" ON "members" USING gin ("search" gin_trgm_ops) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "members_by_name" ON "members" USING btree ("centre_id","name","user_id") WHERE status <> 'ended';--> statement-breakpoint

-- With its owner's rights: under a policy no index is asked whether a text is like another. It looks at the asker's centre
-- alone, and what it finds is read under his own policies. NULL where so many are found that the list in its order is
-- shorter to read.
CREATE FUNCTION members_matching(pattern text) RETURNS uuid[] LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT CASE WHEN count(*) <= 500 THEN coalesce(array_agg(user_id), '{}') END FROM (
      SELECT user_id FROM members
      WHERE search LIKE pattern AND centre_id = setting_centre() LIMIT 501
    ) AS found
  $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION members_matching FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION members_matching TO achterwacht_app;
--> statement-breakpoint

-- The policies alone would change nothing and say nothing.
CREATE FUNCTION refuse_unless_administrator() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp
  AS $$ BEGIN
    IF current_user = 'achterwacht_app' AND NOT is_administrator() THEN
      RAISE insufficient_privilege USING MESSAGE = 'permission denied: whoever does not administer changes no member';
    END IF;
    RETURN NULL;
  END $$;
--> statement-breakpoint
CREATE TRIGGER refuse_unless_administrator BEFORE INSERT OR UPDATE ON "members"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_administrator();
--> statement-breakpoint
CREATE TRIGGER refuse_unless_administrator BEFORE INSERT OR UPDATE ON "member_records"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_administrator();
