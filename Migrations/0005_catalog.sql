-- The supplier's master catalog. It belongs to no account: what an account may see of it, and at what price, is its contracts' matter.
CREATE TABLE categories (
    code text NOT NULL,
    parent_code text,
    titles jsonb NOT NULL,
    CONSTRAINT categories_pkey PRIMARY KEY (code),
    CONSTRAINT categories_under_a_category FOREIGN KEY (parent_code) REFERENCES categories (code) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT categories_code_is_unspsc CHECK (code ~ '^[0-9]{8}$')
);
COMMENT ON TABLE categories IS 'UNSPSC: eight digits, two a level; the codes of a category''s descendants begin with its own digits.';

CREATE TABLE products (
    id uuid NOT NULL,
    sku text NOT NULL,
    kind text NOT NULL DEFAULT 'item',
    names jsonb NOT NULL,
    descriptions jsonb NOT NULL DEFAULT '{}',
    manufacturer text,
    manufacturer_part_number text,
    category_code text,
    unit_of_measure text NOT NULL DEFAULT 'H87',
    lead_time_days integer,
    status text NOT NULL DEFAULT 'active',
    successor_sku text,
    attributes jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT products_pkey PRIMARY KEY (id),
    CONSTRAINT products_in_a_category FOREIGN KEY (category_code) REFERENCES categories (code),
    CONSTRAINT products_kind_known CHECK (kind IN ('item', 'service')),
    CONSTRAINT products_status_known CHECK (status IN ('announced', 'active', 'lastBuy', 'ended')),
    CONSTRAINT products_sku_not_empty CHECK (sku <> ''),
    CONSTRAINT products_named_in_english CHECK (names ->> 'en' <> ''),
    CONSTRAINT products_lead_time_not_negative CHECK (lead_time_days >= 0),
    CONSTRAINT products_not_their_own_successor CHECK (successor_sku <> sku)
);
COMMENT ON TABLE products IS 'An item or a service in the supplier''s master catalog.';
CREATE UNIQUE INDEX products_one_per_sku ON products (sku);
CREATE INDEX products_by_category ON products (category_code text_pattern_ops, sku);
CREATE INDEX products_by_manufacturer ON products (manufacturer, sku);

CREATE TABLE product_prices (
    product_id uuid NOT NULL,
    currency char(3) NOT NULL,
    list_price numeric(19, 4) NOT NULL,
    CONSTRAINT product_prices_pkey PRIMARY KEY (product_id, currency),
    CONSTRAINT product_prices_of_a_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT product_prices_not_negative CHECK (list_price >= 0)
);
COMMENT ON TABLE product_prices IS 'List price per currency. No row: price on request, never zero.';

GRANT SELECT, INSERT, UPDATE ON categories TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON products TO purveyor_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON product_prices TO purveyor_service;
