-- What a unit has, and those below it as long as they have none of their own: addresses, cost centres, an approval policy.
CREATE TABLE cost_centres (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT cost_centres_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT cost_centres_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT cost_centres_one_per_code UNIQUE (account_id, code),
    CONSTRAINT cost_centres_code_not_empty CHECK (code <> ''),
    CONSTRAINT cost_centres_name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE cost_centres IS 'Where a customer books what it buys. Disabled, never deleted.';
CREATE INDEX cost_centres_by_unit ON cost_centres (account_id, unit_id);

CREATE TABLE addresses (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    external_id text,
    uses text[] NOT NULL,
    name text NOT NULL,
    lines text[] NOT NULL,
    city text NOT NULL,
    region text,
    postal_code text NOT NULL,
    country char(2) NOT NULL,
    version integer NOT NULL DEFAULT 1,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT addresses_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT addresses_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT addresses_one_per_external_id UNIQUE (account_id, external_id),
    CONSTRAINT addresses_have_a_use CHECK (cardinality(uses) > 0 AND uses <@ ARRAY['shipTo', 'billTo']),
    CONSTRAINT addresses_have_lines CHECK (cardinality(lines) > 0),
    CONSTRAINT addresses_name_not_empty CHECK (name <> ''),
    CONSTRAINT addresses_country_is_a_code CHECK (country ~ '^[A-Z]{2}$')
);
COMMENT ON TABLE addresses IS 'Where goods and invoices of a unit go. Disabled, never deleted.';
CREATE INDEX addresses_by_unit ON addresses (account_id, unit_id);

ALTER TABLE approval_policies ADD COLUMN unit_id uuid;
ALTER TABLE approval_policies ADD CONSTRAINT approval_policies_of_a_unit
    FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id) NOT VALID;
COMMENT ON COLUMN approval_policies.unit_id IS 'The unit that has this policy, and all below it without one of their own; absent: the whole account. Versions are numbered through the account.';

ALTER TABLE cost_centres ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_centres FORCE ROW LEVEL SECURITY;
ALTER TABLE addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY cost_centres_of_the_account ON cost_centres
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY addresses_of_the_account ON addresses
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT, UPDATE ON cost_centres, addresses TO purveyor_service;
