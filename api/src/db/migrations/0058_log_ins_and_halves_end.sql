-- Whoever is let in again begins anew: a session that began in the moment in which he was kept out is none, and neither is
-- a log-in that waits for its second half. The account is locked first, so that a log-in is before all of this or after it.
CREATE OR REPLACE FUNCTION carry_to_log_in() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ BEGIN
    PERFORM FROM auth."user" WHERE id = NEW.user_id FOR UPDATE;
    IF NEW.status = 'ended' THEN
      DELETE FROM auth."user" WHERE id = NEW.user_id;
      RETURN NULL;
    END IF;
    IF NEW.factors_reset_at IS DISTINCT FROM OLD.factors_reset_at THEN
      DELETE FROM auth.passkey WHERE user_id = NEW.user_id;
      DELETE FROM auth.two_factor WHERE user_id = NEW.user_id;
      DELETE FROM auth.recovery_code WHERE user_id = NEW.user_id;
      UPDATE auth."user" SET two_factor_enabled = false WHERE id = NEW.user_id;
    END IF;
    IF NEW.sessions_ended_at IS DISTINCT FROM OLD.sessions_ended_at
        OR NEW.status IS DISTINCT FROM OLD.status THEN
      DELETE FROM auth.session WHERE user_id = NEW.user_id;
      DELETE FROM auth.verification WHERE value = NEW.user_id::text;
    END IF;
    IF (NEW.name, NEW.email) IS DISTINCT FROM (OLD.name, OLD.email) THEN
      UPDATE auth."user" SET name = NEW.name, email = NEW.email WHERE id = NEW.user_id;
    END IF;
    RETURN NULL;
  END $$;
