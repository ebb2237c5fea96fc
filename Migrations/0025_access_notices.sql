-- Every instance remembers for some seconds who a token stands for and what they may do. Whatever changes that says so, in the same
-- transaction and whoever writes it, so that a revoked token, an ended membership or a changed role stops working everywhere at once.
-- The payload names an account, a person or a credential and nothing else. A transaction that says the same a thousand times (an import)
-- is heard once. Nothing here reads or writes another row.
CREATE FUNCTION tell_access_of_account() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
BEGIN
    PERFORM pg_notify('purveyor_access', 'account ' || coalesce(NEW.account_id, OLD.account_id));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tell_access_of_account IS 'For tables of an account whose rows decide who may do what there.';

-- For the others: what is told of, and the column that names it.
CREATE FUNCTION tell_access() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
BEGIN
    PERFORM pg_notify('purveyor_access', TG_ARGV[0] || ' ' || (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[1]));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tell_access IS 'Tells that what is known of an account, a person or a credential is known no more.';

-- Signing in and using a key tell nothing: NOTIFY has commits wait for each other.
CREATE TRIGGER sessions_tell_access AFTER UPDATE OF ended_at, expires_at OR DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION tell_access('credential', 'id');
CREATE TRIGGER api_keys_tell_access AFTER UPDATE OF expires_at, accounts OR DELETE ON api_keys
    FOR EACH ROW EXECUTE FUNCTION tell_access('credential', 'id');
CREATE TRIGGER api_key_secrets_tell_access AFTER UPDATE OR DELETE ON api_key_secrets
    FOR EACH ROW EXECUTE FUNCTION tell_access('credential', 'api_key_id');
CREATE TRIGGER api_key_accounts_tell_access AFTER INSERT OR UPDATE OR DELETE ON api_key_accounts
    FOR EACH ROW EXECUTE FUNCTION tell_access('credential', 'api_key_id');
CREATE TRIGGER persons_tell_access AFTER UPDATE OF email, name, language OR DELETE ON persons
    FOR EACH ROW EXECUTE FUNCTION tell_access('person', 'id');
CREATE TRIGGER staff_tell_access AFTER INSERT OR UPDATE OR DELETE ON staff
    FOR EACH ROW EXECUTE FUNCTION tell_access('person', 'person_id');
-- A change of units raises its account's number, and so is told by that.
CREATE TRIGGER accounts_tell_access AFTER UPDATE OR DELETE ON accounts
    FOR EACH ROW EXECUTE FUNCTION tell_access('account', 'id');
CREATE TRIGGER memberships_tell_access AFTER INSERT OR UPDATE OR DELETE ON memberships
    FOR EACH ROW EXECUTE FUNCTION tell_access_of_account();
CREATE TRIGGER roles_tell_access AFTER INSERT OR UPDATE OR DELETE ON roles
    FOR EACH ROW EXECUTE FUNCTION tell_access_of_account();
CREATE TRIGGER account_team_members_tell_access AFTER INSERT OR UPDATE OR DELETE ON account_team_members
    FOR EACH ROW EXECUTE FUNCTION tell_access_of_account();
