-- Roles that an account makes itself, limits, and delegations. Built-in roles stay in the program; a membership names both by their keys.
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

CREATE TABLE spending_limits (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    membership_id uuid,
    -- a role's key, built in or the account's own
    role text,
    act text NOT NULL,
    period text NOT NULL,
    amount numeric(19, 4) NOT NULL,
    currency char(3) NOT NULL,
    CONSTRAINT spending_limits_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT spending_limits_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT spending_limits_of_a_membership FOREIGN KEY (account_id, membership_id) REFERENCES memberships (account_id, id),
    CONSTRAINT spending_limits_of_a_membership_or_a_role CHECK (num_nonnulls(membership_id, role) = 1),
    CONSTRAINT spending_limits_one_each UNIQUE NULLS NOT DISTINCT (account_id, membership_id, role, act, period),
    CONSTRAINT spending_limits_act_known CHECK (act IN ('order', 'approve')),
    CONSTRAINT spending_limits_period_known CHECK (period IN ('each', 'day', 'week', 'month', 'quarter', 'year')),
    CONSTRAINT spending_limits_amount_not_negative CHECK (amount >= 0)
);
COMMENT ON TABLE spending_limits IS 'How much a member, or whoever has a role, may order or approve: in one document, or in a period of the account''s calendar. Absent is no limit, zero is nothing.';

CREATE TABLE limit_uses (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    amount numeric(19, 4) NOT NULL,
    currency char(3) NOT NULL,
    used_on date NOT NULL,
    released_at timestamptz,
    CONSTRAINT limit_uses_pkey PRIMARY KEY (account_id, person_id, act, subject_id),
    CONSTRAINT limit_uses_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT limit_uses_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT limit_uses_act_known CHECK (act IN ('order', 'approve')),
    CONSTRAINT limit_uses_amount_not_negative CHECK (amount >= 0)
);
COMMENT ON TABLE limit_uses IS 'What a person has taken of the limits in an account, by document and day of the account''s calendar; released when it comes to nothing.';
CREATE INDEX limit_uses_by_day ON limit_uses (account_id, person_id, act, used_on) INCLUDE (amount, currency) WHERE released_at IS NULL;
CREATE INDEX limit_uses_by_subject ON limit_uses (account_id, subject_id) WHERE released_at IS NULL;

CREATE TABLE delegations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    delegator_id uuid NOT NULL,
    act text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    amount numeric(19, 4),
    currency char(3),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT delegations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT delegations_by_a_member FOREIGN KEY (account_id, delegator_id) REFERENCES memberships (account_id, id),
    CONSTRAINT delegations_act_known CHECK (act IN ('order', 'approve')),
    CONSTRAINT delegations_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT delegations_amount_has_a_currency CHECK (num_nonnulls(amount, currency) <> 1),
    CONSTRAINT delegations_amount_not_negative CHECK (amount >= 0)
);
COMMENT ON TABLE delegations IS 'From a day to a day, both inclusive in the account''s time zone, somebody else may approve or buy for a member, up to an amount; it never widens what the member may do.';
CREATE INDEX delegations_by_delegator ON delegations (account_id, delegator_id, ends_on);

CREATE TABLE delegates (
    account_id uuid NOT NULL,
    delegation_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    CONSTRAINT delegates_pkey PRIMARY KEY (account_id, delegation_id, membership_id),
    CONSTRAINT delegates_of_a_delegation FOREIGN KEY (account_id, delegation_id) REFERENCES delegations (account_id, id),
    CONSTRAINT delegates_are_members FOREIGN KEY (account_id, membership_id) REFERENCES memberships (account_id, id)
);
COMMENT ON TABLE delegates IS 'The named people of a delegation. What was delegated to them they cannot pass on.';
CREATE INDEX delegates_by_member ON delegates (account_id, membership_id);

-- "A for B" on a decision: rule 7 holds for both, by the database too.
ALTER TABLE approval_decisions ADD COLUMN delegation_id uuid;
ALTER TABLE approval_decisions ADD COLUMN for_membership_id uuid;
ALTER TABLE approval_decisions ADD COLUMN for_person_id uuid;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_under_a_delegation
    FOREIGN KEY (account_id, delegation_id) REFERENCES delegations (account_id, id) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_for_a_member
    FOREIGN KEY (account_id, for_membership_id) REFERENCES memberships (account_id, id) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_for_somebody_by_delegation
    CHECK (num_nonnulls(delegation_id, for_membership_id, for_person_id) IN (0, 3)) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_never_for_the_requester
    CHECK (for_person_id <> requester_person_id AND for_person_id <> submitter_person_id) NOT VALID;

ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
ALTER TABLE spending_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE spending_limits FORCE ROW LEVEL SECURITY;
ALTER TABLE limit_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_uses FORCE ROW LEVEL SECURITY;
ALTER TABLE delegations ENABLE ROW LEVEL SECURITY;
ALTER TABLE delegations FORCE ROW LEVEL SECURITY;
ALTER TABLE delegates ENABLE ROW LEVEL SECURITY;
ALTER TABLE delegates FORCE ROW LEVEL SECURITY;

CREATE POLICY roles_of_the_account ON roles
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
-- GET /v1/me explains a person's rights in every account of theirs.
CREATE POLICY roles_of_the_person ON roles FOR SELECT
    USING (EXISTS (SELECT FROM memberships AS m WHERE m.account_id = roles.account_id AND m.person_id = app_person()));
CREATE POLICY spending_limits_of_the_account ON spending_limits
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY spending_limits_of_the_person ON spending_limits FOR SELECT
    USING (EXISTS (SELECT FROM memberships AS m WHERE m.account_id = spending_limits.account_id AND m.person_id = app_person()));
CREATE POLICY limit_uses_of_the_account ON limit_uses
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY limit_uses_of_the_person ON limit_uses FOR SELECT
    USING (person_id = app_person());
CREATE POLICY delegations_of_the_account ON delegations
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY delegates_of_the_account ON delegates
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT ON roles TO purveyor_service;
GRANT UPDATE (name, permissions, version, disabled_at) ON roles TO purveyor_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON spending_limits TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON limit_uses TO purveyor_service;
GRANT SELECT, INSERT ON delegations, delegates TO purveyor_service;
GRANT UPDATE (ends_on, version, revoked_at) ON delegations TO purveyor_service;
