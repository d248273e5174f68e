-- The parts of the system are no longer one that may do everything: what each needs of a table is a policy with its
-- name and a right with it, and what none needs is gone. They serve every centre, so a policy here says which part and
-- what for, and mostly not which rows.
--
-- What only the release before needs, which asks as the system for the police and for alarms by hand, is named for it
-- and goes with the next release.
REVOKE ALL ON ALL TABLES IN SCHEMA "public", "log" FROM achterwacht_system;
--> statement-breakpoint
DO $$
DECLARE
  name regclass;
  cell record;
BEGIN
  FOR name IN SELECT polrelid FROM pg_policy WHERE polname = 'system_everything' LOOP
    EXECUTE format('DROP POLICY system_everything ON %s', name);
  END LOOP;
  FOR cell IN SELECT * FROM (VALUES
    -- Who is at a centre, and who wears what: the register writes it, a press copies it.
    ('centres', 'SELECT', 'press_reads', '', 'true'),
    ('centres', 'INSERT', 'init_adds', '', 'true'),
    ('centres', 'UPDATE', 'retention_sets', '(harmless_sound_days, real_sound_days)', 'true'),
    ('municipalities', 'SELECT', 'press_reads', '', 'true'),
    ('municipalities', 'INSERT', 'register_adds', '', 'true'),
    ('members', 'SELECT', 'log_in_reads', '', 'true'),
    ('members', 'INSERT', 'accounts_add', '', 'true'),
    ('holders', 'SELECT', 'press_reads', '', 'true'),
    ('holders', 'INSERT', 'register_adds', '', 'true'),
    ('places', 'SELECT', 'press_reads', '', 'true'),
    ('places', 'INSERT', 'register_adds', '', 'true'),
    ('contacts', 'INSERT', 'register_adds', '', 'true'),
    ('plans', 'SELECT', 'press_reads', '', 'true'),
    ('plans', 'INSERT', 'register_adds', '', 'true'),
    ('buttons', 'SELECT', 'press_reads', '', 'true'),
    ('buttons', 'INSERT', 'press_and_register_add', '', 'true'),
    ('buttons', 'UPDATE', 'press_locks_register_changes', '', 'true'),
    ('button_contacts', 'SELECT', 'contacts_read', '', 'true'),
    ('button_contacts', 'INSERT', 'contacts_add', '', 'true'),
    ('button_contacts', 'UPDATE', 'contacts_change', '', 'true'),
    ('loans', 'SELECT', 'press_reads', '', 'true'),
    ('loans', 'INSERT', 'register_adds', '', 'true'),
    ('loans', 'UPDATE', 'register_ends', '(returned_at)', 'true'),
    -- What came in.
    ('messages', 'SELECT', 'intake_reads', '', 'true'),
    ('messages', 'INSERT', 'intake_records', '', 'true'),
    ('messages', 'UPDATE', 'intake_decides', '', 'true'),
    ('signals', 'SELECT', 'intake_reads', '', 'true'),
    ('signals', 'INSERT', 'intake_records', '', 'true'),
    ('signals', 'UPDATE', 'intake_decides', '', 'true'),
    -- An alarm as the handler stores it, for whichever part asked, and the log.
    ('alarms', 'SELECT', 'handler_reads', '', 'true'),
    ('alarms', 'INSERT', 'handler_raises', '', 'true'),
    ('alarms', 'UPDATE', 'handler_changes', '', 'true'),
    ('log.events', 'SELECT', 'follower_and_handler_read', '', 'true'),
    ('log.events', 'INSERT', 'handler_appends', '', 'true'),
    ('log.feeds', 'SELECT', 'follower_reads', '', 'true'),
    ('log.feeds', 'INSERT', 'init_adds', '', 'true'),
    ('log.feeds', 'UPDATE', 'handler_numbers_canary_beats', '(last_sequence, beat_at)', 'true'),
    ('log.deadlines', 'SELECT', 'sweep_reads', '', 'true'),
    ('log.deadlines', 'INSERT', 'handler_sets', '', 'true'),
    ('log.deadlines', 'UPDATE', 'handler_moves', '', 'true'),
    ('log.deadlines', 'DELETE', 'handler_clears', '', 'true'),
    ('log.effects', 'SELECT', 'outbox_reads', '', 'true'),
    ('log.effects', 'INSERT', 'handler_asks', '', 'true'),
    ('log.effects', 'UPDATE', 'outbox_marks', '', 'true'),
    -- Sound, desks, and what stands aside.
    ('recordings', 'SELECT', 'sound_reads', '', 'true'),
    ('recordings', 'INSERT', 'sound_adds', '', 'true'),
    ('recordings', 'UPDATE', 'sound_binds_and_erases', '(alarm_id, erased_at)', 'true'),
    ('waiting_facts', 'SELECT', 'sound_reads', '', 'true'),
    ('waiting_facts', 'INSERT', 'sound_keeps', '', 'true'),
    ('waiting_facts', 'DELETE', 'sound_passes_on', '', 'true'),
    ('sound_cursors', 'SELECT', 'sound_reads', '', 'true'),
    ('sound_cursors', 'INSERT', 'sound_begins', '', 'true'),
    ('sound_cursors', 'UPDATE', 'sound_moves_on', '', 'true'),
    ('listeners', 'SELECT', 'listening_reads', '', 'true'),
    ('listeners', 'INSERT', 'listening_opens', '', 'true'),
    ('listeners', 'DELETE', 'listening_ends', '', 'true'),
    ('presence', 'SELECT', 'presence_reads', '', 'true'),
    ('presence', 'INSERT', 'presence_begins', '', 'true'),
    ('presence', 'UPDATE', 'presence_renews', '', 'true'),
    ('presence', 'DELETE', 'presence_forgets', '', 'true'),
    ('set_aside', 'SELECT', 'parts_read', '', 'true'),
    ('set_aside', 'INSERT', 'parts_set_aside', '', 'true'),
    ('set_aside', 'UPDATE', 'parts_try_again', '', 'true'),
    ('set_aside', 'DELETE', 'parts_forget', '', 'true'),
    -- Of a municipality's file the draft and its facts; of what was set at the machine itself a line, signed by no account.
    ('incidents', 'SELECT', 'draft_reads', '', 'true'),
    ('incidents', 'INSERT', 'draft_makes', '', 'true'),
    ('incidents', 'UPDATE', 'draft_refreshes', '(facts, alarm_version)', 'true'),
    ('incident_circle', 'INSERT', 'draft_lets_in', '', 'added_by IS NULL'),
    ('access_log', 'INSERT', 'settings_log', '', 'user_id IS NULL'),
    -- The release before.
    ('police_links', 'SELECT', 'earlier_release_police_reads', '', 'true'),
    ('police_links', 'UPDATE', 'earlier_release_police_tries', '(failed_attempts)', 'true'),
    ('police_viewers', 'SELECT', 'earlier_release_police_reads', '', 'true'),
    ('police_viewers', 'INSERT', 'earlier_release_police_lets_in', '', 'true'),
    ('police_viewers', 'UPDATE', 'earlier_release_police_looks_again', '(last_seen_at)', 'true')
  ) AS cells (of_table, command, part, columns, rows) LOOP
    EXECUTE format('GRANT %s %s ON %s TO achterwacht_system', cell.command, cell.columns, cell.of_table);
    EXECUTE format('CREATE POLICY %I ON %s FOR %s TO achterwacht_system %s', cell.part, cell.of_table, cell.command,
      CASE cell.command WHEN 'INSERT' THEN format('WITH CHECK (%s)', cell.rows)
        ELSE format('USING (%s)', cell.rows) END);
  END LOOP;
END $$;
--> statement-breakpoint
-- The views through which the release before asks; it has no answers to give as the system.
GRANT SELECT, INSERT ON "public"."events", "public"."feeds", "public"."deadlines", "public"."effects"
  TO achterwacht_system;
--> statement-breakpoint
GRANT UPDATE ON "public"."feeds", "public"."deadlines", "public"."effects" TO achterwacht_system;
--> statement-breakpoint
GRANT DELETE ON "public"."deadlines" TO achterwacht_system;
