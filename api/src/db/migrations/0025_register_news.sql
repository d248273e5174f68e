-- The register says which of its buttons changed, so that every process knows a button, its key and its wearer as
-- soon as they are committed: nothing is asked for on the way of a press, and no round has to read everything.
-- The news is an account and nothing else; whoever hears it reads the rest under its own rights.
CREATE FUNCTION tell_register_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  IF TG_TABLE_NAME = 'buttons' THEN
    IF OLD.known AND OLD.protocol = 'dc09' THEN
      PERFORM pg_notify('achterwacht_register', OLD.account);
    END IF;
    IF NEW.known AND NEW.protocol = 'dc09' THEN
      PERFORM pg_notify('achterwacht_register', NEW.account);
    END IF;
  ELSE
    PERFORM pg_notify('achterwacht_register', account) FROM buttons
      WHERE id IN (OLD.button_id, NEW.button_id) AND known AND protocol = 'dc09';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tell_register_changed FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER tell_register_changed
  AFTER INSERT OR DELETE OR UPDATE OF account, key, known, protocol, centre_id ON buttons
  FOR EACH ROW EXECUTE FUNCTION tell_register_changed();
--> statement-breakpoint
CREATE TRIGGER tell_register_changed AFTER INSERT OR UPDATE OR DELETE ON loans
  FOR EACH ROW EXECUTE FUNCTION tell_register_changed();
