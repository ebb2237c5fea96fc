-- What was agreed with an account. A published version never changes: the service may insert one, not update or delete it.
CREATE TABLE contracts (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    unit_id uuid NOT NULL,
    currency char(3) NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT contracts_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT contracts_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT contracts_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT contracts_name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE contracts IS 'What was agreed with an account, for a unit and all below it.';
CREATE UNIQUE INDEX contracts_one_per_number ON contracts (account_id, number);

CREATE TABLE contract_versions (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    price_hold_days integer NOT NULL,
    payment_terms text,
    best_price boolean NOT NULL,
    content_digest bytea NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT contract_versions_pkey PRIMARY KEY (account_id, contract_id, version),
    CONSTRAINT contract_versions_of_a_contract FOREIGN KEY (account_id, contract_id) REFERENCES contracts (account_id, id),
    CONSTRAINT contract_versions_end_after_start CHECK (valid_to >= valid_from),
    CONSTRAINT contract_versions_hold_prices_for_a_time CHECK (price_hold_days BETWEEN 0 AND 3650)
);
COMMENT ON TABLE contract_versions IS 'Published versions. Holds from day to day in the account''s time zone, both inclusive; of two that hold, the later version counts.';

CREATE TABLE assortment_rules (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    position integer NOT NULL,
    effect text NOT NULL,
    selector text NOT NULL,
    value text NOT NULL DEFAULT '',
    CONSTRAINT assortment_rules_pkey PRIMARY KEY (account_id, contract_id, version, position),
    CONSTRAINT assortment_rules_of_a_version FOREIGN KEY (account_id, contract_id, version)
        REFERENCES contract_versions (account_id, contract_id, version),
    CONSTRAINT assortment_rules_effect_known CHECK (effect IN ('include', 'exclude')),
    CONSTRAINT assortment_rules_selector_known CHECK (selector IN ('product', 'category', 'manufacturer', 'everything')),
    CONSTRAINT assortment_rules_everything_has_no_value CHECK ((selector = 'everything') = (value = ''))
);
COMMENT ON TABLE assortment_rules IS 'What may be ordered: included by any rule and excluded by none. A category is its UNSPSC code without the trailing pairs of zeros.';
CREATE INDEX assortment_rules_by_value ON assortment_rules (account_id, contract_id, version, selector, value);

CREATE TABLE price_rules (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    position integer NOT NULL,
    kind text NOT NULL,
    selector text NOT NULL,
    value text NOT NULL DEFAULT '',
    priority integer NOT NULL DEFAULT 0,
    CONSTRAINT price_rules_pkey PRIMARY KEY (account_id, contract_id, version, position),
    CONSTRAINT price_rules_of_a_version FOREIGN KEY (account_id, contract_id, version)
        REFERENCES contract_versions (account_id, contract_id, version),
    CONSTRAINT price_rules_kind_known CHECK (kind IN ('fixed', 'discount')),
    CONSTRAINT price_rules_selector_known CHECK (selector IN ('product', 'category', 'manufacturer', 'everything')),
    CONSTRAINT price_rules_everything_has_no_value CHECK ((selector = 'everything') = (value = '')),
    CONSTRAINT price_rules_fix_products_only CHECK (kind <> 'fixed' OR selector = 'product')
);
COMMENT ON TABLE price_rules IS 'A fixed price for a product, or a percentage off list for a product, a category, a manufacturer or everything.';

CREATE TABLE price_tiers (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    position integer NOT NULL,
    from_quantity numeric(15, 3) NOT NULL,
    unit_price numeric(19, 4),
    discount_percent numeric(7, 4),
    CONSTRAINT price_tiers_pkey PRIMARY KEY (account_id, contract_id, version, position, from_quantity),
    CONSTRAINT price_tiers_of_a_rule FOREIGN KEY (account_id, contract_id, version, position)
        REFERENCES price_rules (account_id, contract_id, version, position),
    CONSTRAINT price_tiers_price_or_discount CHECK ((unit_price IS NULL) <> (discount_percent IS NULL)),
    CONSTRAINT price_tiers_price_not_negative CHECK (unit_price >= 0),
    CONSTRAINT price_tiers_discount_within_the_price CHECK (discount_percent BETWEEN 0 AND 100),
    CONSTRAINT price_tiers_quantity_not_negative CHECK (from_quantity >= 0)
);
COMMENT ON TABLE price_tiers IS 'The steps of a price rule: from this quantity on, this price or discount. Every rule has one from zero.';

ALTER TABLE contracts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contracts FORCE ROW LEVEL SECURITY;
ALTER TABLE contract_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE assortment_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE assortment_rules FORCE ROW LEVEL SECURITY;
ALTER TABLE price_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE price_rules FORCE ROW LEVEL SECURITY;
ALTER TABLE price_tiers ENABLE ROW LEVEL SECURITY;
ALTER TABLE price_tiers FORCE ROW LEVEL SECURITY;

CREATE POLICY contracts_of_the_account ON contracts
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY contract_versions_of_the_account ON contract_versions
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY assortment_rules_of_the_account ON assortment_rules
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY price_rules_of_the_account ON price_rules
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY price_tiers_of_the_account ON price_tiers
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT ON contracts, contract_versions, assortment_rules, price_rules, price_tiers TO purveyor_service;
-- The service locks a contract's row while it publishes the next version.
GRANT UPDATE (name) ON contracts TO purveyor_service;
