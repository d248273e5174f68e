-- Who may touch which row: the two roles, their grants, and row-level security on every tenant table.
-- The settings are transaction-local and set by asActor; without them the app role sees nothing.

CREATE FUNCTION setting_centre() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('achterwacht.centre', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION setting_municipality() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('achterwacht.municipality', true), '')::uuid $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO achterwacht_app, achterwacht_system;
--> statement-breakpoint
GRANT USAGE ON SCHEMA auth TO achterwacht_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO achterwacht_system;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE alarm_numbers TO achterwacht_app, achterwacht_system;
--> statement-breakpoint

-- What the app role (people, through asActor) may do. The log is append-only for everybody.
GRANT SELECT ON centres, municipalities, members, holders, places, contacts, plans, buttons,
  button_contacts, loans, messages, signals, alarms, feeds, events, answers, deadlines, effects,
  presence, access_log TO achterwacht_app;
--> statement-breakpoint
GRANT INSERT ON alarms, events, answers, deadlines, effects, access_log TO achterwacht_app;
--> statement-breakpoint
GRANT UPDATE ON alarms, feeds, deadlines TO achterwacht_app;
--> statement-breakpoint
GRANT DELETE ON deadlines TO achterwacht_app;
--> statement-breakpoint

-- What the system role (intake, sweep, follower, outbox) may do.
GRANT SELECT, INSERT ON centres, municipalities, members, holders, places, contacts, plans, buttons,
  button_contacts, loans, messages, signals, alarms, feeds, events, answers, deadlines, effects,
  presence, access_log TO achterwacht_system;
--> statement-breakpoint
GRANT UPDATE ON centres, municipalities, members, holders, plans, buttons, button_contacts, loans,
  messages, signals, alarms, feeds, deadlines, effects, presence TO achterwacht_system;
--> statement-breakpoint
GRANT DELETE ON deadlines, presence TO achterwacht_system;
--> statement-breakpoint

-- Policies. One expression for rows of a centre; rows that concern a customer also ask for the
-- municipality, when the actor has one.
DO $$
DECLARE
  name text;
  of_centre text[] := ARRAY['feeds', 'answers', 'deadlines', 'effects', 'presence', 'access_log',
    'messages', 'signals'];
  of_municipality text[] := ARRAY['holders', 'places', 'contacts', 'plans', 'buttons',
    'button_contacts', 'loans', 'alarms', 'events', 'members'];
BEGIN
  FOREACH name IN ARRAY of_centre || of_municipality || ARRAY['centres', 'municipalities'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system_everything ON %I TO achterwacht_system USING (true) WITH CHECK (true)', name);
  END LOOP;
  -- Of a centre only: a municipality's actor has no business there, so he sees none of it.
  FOREACH name IN ARRAY of_centre LOOP
    EXECUTE format('CREATE POLICY of_centre ON %I TO achterwacht_app
      USING (centre_id = setting_centre() AND setting_municipality() IS NULL)
      WITH CHECK (centre_id = setting_centre() AND setting_municipality() IS NULL)', name);
  END LOOP;
  FOREACH name IN ARRAY of_municipality LOOP
    EXECUTE format('CREATE POLICY of_municipality ON %I TO achterwacht_app
      USING (centre_id = setting_centre()
        AND (setting_municipality() IS NULL OR municipality_id = setting_municipality()))
      WITH CHECK (centre_id = setting_centre()
        AND (setting_municipality() IS NULL OR municipality_id = setting_municipality()))', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY own_centre ON centres TO achterwacht_app USING (id = setting_centre());
--> statement-breakpoint
CREATE POLICY own_municipality ON municipalities TO achterwacht_app
  USING (centre_id = setting_centre()
    AND (setting_municipality() IS NULL OR id = setting_municipality()));
--> statement-breakpoint

-- Events never change and never go: not even their owner can do it by accident.
CREATE FUNCTION events_never_change() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
--> statement-breakpoint
CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION events_never_change();
