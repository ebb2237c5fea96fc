-- Roles that an account makes itself. Built-in roles stay in the program; a membership names both by their keys.
CREATE TABLE roles (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    -- a permission and its reach each: readQuotes:unit
    permissions text[] NOT NULL,
    version integer NOT NULL DEFAULT 1,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT roles_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT roles_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT roles_one_per_key UNIQUE (account_id, key),
    CONSTRAINT roles_key_is_a_word CHECK (key ~ '^[a-z][A-Za-z0-9]{1,49}$'),
    CONSTRAINT roles_key_is_not_built_in CHECK (
        key NOT IN ('shopper', 'buyer', 'approver', 'accountAdmin', 'auditor', 'accountTeam', 'partner')
    ),
    CONSTRAINT roles_name_not_empty CHECK (name <> ''),
    CONSTRAINT roles_permissions_have_a_reach CHECK (
        array_to_string(permissions, ',', '?') ~ '^[a-zA-Z]+:(own|unit|account)(,[a-zA-Z]+:(own|unit|account))*$'
    )
);
COMMENT ON TABLE roles IS 'Roles that an account has made for itself. Disabled, never deleted: memberships name them by their key, which never changes.';

ALTER TABLE memberships ADD COLUMN version integer NOT NULL DEFAULT 1;
-- The trigger below holds more than it did: also what the account's own roles are called.
-- squawk-ignore ban-drop-constraint
ALTER TABLE memberships DROP CONSTRAINT memberships_roles_known;
ALTER TABLE memberships ADD CONSTRAINT memberships_have_a_role CHECK (cardinality(roles) > 0) NOT VALID;

-- What a check cannot say: every role of a membership is built in, or one of the account's own.
CREATE FUNCTION memberships_name_known_roles() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM unnest(NEW.roles) AS g (key)
        WHERE g.key NOT IN ('shopper', 'buyer', 'approver', 'accountAdmin', 'auditor')
            AND NOT EXISTS (SELECT FROM roles AS r WHERE r.account_id = NEW.account_id AND r.key = g.key)
    ) THEN
        RAISE EXCEPTION 'a membership names a role that there is not'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'memberships_roles_known';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER memberships_roles_known BEFORE INSERT OR UPDATE OF roles ON memberships
    FOR EACH ROW EXECUTE FUNCTION memberships_name_known_roles();

ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;

CREATE POLICY roles_of_the_account ON roles
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
-- GET /v1/me explains a person's rights in every account of theirs.
CREATE POLICY roles_of_the_person ON roles FOR SELECT
    USING (EXISTS (SELECT FROM memberships AS m WHERE m.account_id = roles.account_id AND m.person_id = app_person()));

GRANT SELECT, INSERT ON roles TO purveyor_service;
GRANT UPDATE (name, permissions, version, disabled_at) ON roles TO purveyor_service;
