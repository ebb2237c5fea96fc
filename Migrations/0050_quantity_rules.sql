-- How much of a product one line may ask for under a contract. One for a selector, so that which of them holds is never a question of order.
CREATE TABLE quantity_rules (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    selector text NOT NULL,
    value text NOT NULL DEFAULT '',
    minimum numeric(15, 3),
    maximum numeric(15, 3),
    multiple numeric(15, 3),
    CONSTRAINT quantity_rules_pkey PRIMARY KEY (account_id, contract_id, version, selector, value),
    CONSTRAINT quantity_rules_of_a_version FOREIGN KEY (account_id, contract_id, version)
        REFERENCES contract_versions (account_id, contract_id, version),
    CONSTRAINT quantity_rules_selector_known CHECK (selector IN ('product', 'category', 'manufacturer', 'everything')),
    CONSTRAINT quantity_rules_everything_has_no_value CHECK ((selector = 'everything') = (value = '')),
    CONSTRAINT quantity_rules_say_something CHECK (num_nonnulls(minimum, maximum, multiple) > 0),
    CONSTRAINT quantity_rules_more_than_nothing CHECK (minimum > 0 AND maximum > 0 AND multiple > 0),
    CONSTRAINT quantity_rules_leave_a_quantity CHECK (maximum >= minimum AND maximum >= multiple)
);
COMMENT ON TABLE quantity_rules IS 'Minimum, maximum and multiple of a line''s quantity. Of several that speak of a product the most specific one holds.';

ALTER TABLE quantity_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE quantity_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY quantity_rules_of_the_account ON quantity_rules
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT ON quantity_rules TO purveyor_service;
