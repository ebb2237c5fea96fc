-- The organisation: accounts, their units and members, and the supplier's team for each.
CREATE TABLE accounts (
    id uuid NOT NULL,
    external_id text,
    name text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL DEFAULT 'en',
    currency char(3) NOT NULL,
    status text NOT NULL DEFAULT 'active',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id),
    CONSTRAINT accounts_name_not_empty CHECK (name <> ''),
    CONSTRAINT accounts_status_known CHECK (status IN ('active', 'disabled')),
    CONSTRAINT accounts_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$')
);
COMMENT ON TABLE accounts IS 'A corporate customer: the unit of isolation.';
CREATE UNIQUE INDEX accounts_one_per_external_id ON accounts (external_id);

CREATE TABLE units (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    parent_id uuid,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT units_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT units_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT units_under_a_unit FOREIGN KEY (account_id, parent_id) REFERENCES units (account_id, id),
    CONSTRAINT units_not_under_themselves CHECK (parent_id <> id),
    CONSTRAINT units_name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE units IS 'A node in the account''s tree.';
CREATE UNIQUE INDEX units_one_root_per_account ON units (account_id) WHERE parent_id IS NULL;
CREATE INDEX units_by_parent ON units (account_id, parent_id);

CREATE TABLE memberships (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    roles text[] NOT NULL,
    manager_id uuid,
    starts_on date NOT NULL,
    ends_on date,
    created_at timestamptz NOT NULL,
    CONSTRAINT memberships_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT memberships_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT memberships_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT memberships_under_a_manager FOREIGN KEY (account_id, manager_id) REFERENCES memberships (account_id, id),
    CONSTRAINT memberships_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT memberships_roles_known CHECK (roles <@ ARRAY['shopper', 'buyer', 'approver', 'accountAdmin', 'auditor'])
);
COMMENT ON TABLE memberships IS 'A person''s dated place in a unit of an account, with roles. Both days are inclusive, in the account''s time zone.';
CREATE UNIQUE INDEX memberships_one_open_per_person_and_unit ON memberships (account_id, person_id, unit_id) WHERE ends_on IS NULL;
CREATE INDEX memberships_by_person ON memberships (person_id);
CREATE INDEX memberships_by_unit ON memberships (account_id, unit_id);

CREATE TABLE account_team_members (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    function text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    CONSTRAINT account_team_members_pkey PRIMARY KEY (account_id, person_id, function, starts_on),
    CONSTRAINT account_team_members_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT account_team_members_are_staff FOREIGN KEY (person_id) REFERENCES staff (person_id),
    CONSTRAINT account_team_members_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT account_team_members_function_known CHECK (
        function IN ('accountManager', 'productConfiguration', 'delivery', 'afterSales', 'orderService')
    )
);
COMMENT ON TABLE account_team_members IS 'The supplier''s people for an account, each with a function and a period.';
CREATE INDEX account_team_members_by_person ON account_team_members (person_id);

CREATE TABLE document_counters (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    last_number integer NOT NULL,
    CONSTRAINT document_counters_pkey PRIMARY KEY (account_id, kind),
    CONSTRAINT document_counters_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
COMMENT ON TABLE document_counters IS 'The last number given to a kind of document in an account (Q-000123).';

-- A member reads the accounts of own memberships, a rep those of own teams; everything else needs the transaction's account.
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
ALTER TABLE account_team_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_team_members FORCE ROW LEVEL SECURITY;
ALTER TABLE units ENABLE ROW LEVEL SECURITY;
ALTER TABLE units FORCE ROW LEVEL SECURITY;
ALTER TABLE document_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_counters FORCE ROW LEVEL SECURITY;

CREATE POLICY accounts_of_the_transaction ON accounts
    USING (id = app_account()) WITH CHECK (id = app_account());
CREATE POLICY accounts_of_the_person ON accounts FOR SELECT
    USING (
        EXISTS (SELECT FROM memberships AS m WHERE m.account_id = accounts.id AND m.person_id = app_person())
        OR EXISTS (SELECT FROM account_team_members AS t WHERE t.account_id = accounts.id AND t.person_id = app_person())
    );
CREATE POLICY memberships_of_the_account ON memberships
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY memberships_of_the_person ON memberships FOR SELECT
    USING (person_id = app_person());
CREATE POLICY account_team_members_of_the_account ON account_team_members
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY account_team_members_of_the_person ON account_team_members FOR SELECT
    USING (person_id = app_person());
CREATE POLICY units_of_the_account ON units
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY document_counters_of_the_account ON document_counters
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT, UPDATE ON accounts TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON units TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON memberships TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON account_team_members TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON document_counters TO purveyor_service;
