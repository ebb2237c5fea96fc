-- Products composed of parts that a customer's IT has approved. Like a contract, one is made for a unit and holds for all below it, and what
-- it says stands in versions that never change.
CREATE TABLE standard_configurations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    unit_id uuid NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    ended_on date,
    created_at timestamptz NOT NULL,
    CONSTRAINT standard_configurations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT standard_configurations_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT standard_configurations_for_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id)
);
COMMENT ON TABLE standard_configurations IS 'Products composed of parts that an account has approved. What one says stands in its versions.';
COMMENT ON COLUMN standard_configurations.revision IS 'Counts every change; a stale one is refused.';
COMMENT ON COLUMN standard_configurations.ended_on IS 'The last day, where it was ended before its versions say.';
CREATE UNIQUE INDEX standard_configurations_one_per_number ON standard_configurations (account_id, number);

CREATE TABLE standard_configuration_versions (
    account_id uuid NOT NULL,
    configuration_id uuid NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    -- canonical JSON: the base, slots, rules and pricing
    content text NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT standard_configuration_versions_pkey PRIMARY KEY (account_id, configuration_id, version),
    CONSTRAINT standard_configuration_versions_of_one FOREIGN KEY (account_id, configuration_id)
        REFERENCES standard_configurations (account_id, id),
    CONSTRAINT standard_configuration_versions_days_ascend CHECK (valid_to >= valid_from)
);
COMMENT ON TABLE standard_configuration_versions IS 'What a configuration says on which days: of those that hold the latest counts. Never changed.';

ALTER TABLE standard_configurations ENABLE ROW LEVEL SECURITY;
ALTER TABLE standard_configurations FORCE ROW LEVEL SECURITY;
CREATE POLICY standard_configurations_of_the_account ON standard_configurations
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT ON standard_configurations TO purveyor_service;
GRANT UPDATE (revision, ended_on) ON standard_configurations TO purveyor_service;

ALTER TABLE standard_configuration_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE standard_configuration_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY standard_configuration_versions_of_the_account ON standard_configuration_versions
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT ON standard_configuration_versions TO purveyor_service;
