-- Orders: what the supplier owes, made from exactly one approved revision; and the orders and returns of before, brought in from the supplier's old system.
CREATE TABLE orders (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL,
    origin text NOT NULL,
    external_id text,
    quote_id uuid,
    revision integer,
    plan_id uuid,
    plan_state text,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    unit_id uuid NOT NULL,
    requester_id uuid,
    po_number text,
    currency char(3) NOT NULL,
    total numeric(19, 4) NOT NULL,
    line_count integer NOT NULL,
    placed_at timestamptz NOT NULL,
    CONSTRAINT orders_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT orders_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT orders_by_a_member FOREIGN KEY (account_id, requester_id) REFERENCES memberships (account_id, id),
    CONSTRAINT orders_from_a_revision FOREIGN KEY (account_id, quote_id, revision)
        REFERENCES quote_revisions (account_id, quote_id, revision),
    -- rule 9: a foreign key to the outcome of this very revision's plan, which can only be 'approved'
    CONSTRAINT orders_under_a_complete_plan FOREIGN KEY (account_id, plan_id, plan_state, quote_id, revision)
        REFERENCES approval_plans (account_id, id, state, subject_id, revision),
    CONSTRAINT orders_only_when_approved CHECK (plan_state = 'approved'),
    CONSTRAINT orders_origin_known CHECK (origin IN ('quote', 'history')),
    CONSTRAINT orders_come_from_a_quote_or_from_history CHECK (
        (origin = 'quote' AND quote_id IS NOT NULL AND revision IS NOT NULL AND plan_id IS NOT NULL AND plan_state IS NOT NULL
            AND requester_id IS NOT NULL)
        OR (origin = 'history' AND external_id IS NOT NULL AND quote_id IS NULL AND plan_id IS NULL)
    ),
    CONSTRAINT orders_state_known CHECK (state IN ('received', 'confirmed', 'shipped', 'delivered', 'closed', 'held', 'cancelled')),
    CONSTRAINT orders_one_per_revision UNIQUE (account_id, quote_id, revision)
);
COMMENT ON TABLE orders IS 'What the supplier owes. Origin history: placed before Purveyor, imported with its own number as external_id.';
CREATE UNIQUE INDEX orders_one_per_number ON orders (account_id, number);
CREATE UNIQUE INDEX orders_one_per_external_id ON orders (account_id, external_id);
CREATE INDEX orders_newest_first ON orders (account_id, placed_at DESC, id DESC);
-- a buyer's own; those of before Purveyor are nobody's
CREATE INDEX orders_by_requester ON orders (account_id, requester_id, placed_at DESC, id DESC) WHERE requester_id IS NOT NULL;

CREATE TABLE order_lines (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    position integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    unit_of_measure text NOT NULL,
    quantity numeric(15, 3) NOT NULL,
    unit_price numeric(19, 4) NOT NULL,
    line_total numeric(19, 4) NOT NULL,
    receipt json,
    CONSTRAINT order_lines_pkey PRIMARY KEY (account_id, order_id, position),
    CONSTRAINT order_lines_of_an_order FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, id),
    CONSTRAINT order_lines_of_a_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT order_lines_quantity_positive CHECK (quantity > 0)
);
COMMENT ON TABLE order_lines IS 'The lines of an order. The receipt is that of the quote; imported orders have none.';

CREATE TABLE returns (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text NOT NULL,
    order_id uuid,
    currency char(3) NOT NULL,
    total numeric(19, 4) NOT NULL,
    returned_at timestamptz NOT NULL,
    CONSTRAINT returns_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT returns_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT returns_of_an_order FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, id)
);
COMMENT ON TABLE returns IS 'Goods that came back. Total is what was credited, positive.';
CREATE UNIQUE INDEX returns_one_per_external_id ON returns (account_id, external_id);
CREATE INDEX returns_newest_first ON returns (account_id, returned_at DESC, id DESC);

CREATE TABLE return_lines (
    account_id uuid NOT NULL,
    return_id uuid NOT NULL,
    position integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    quantity numeric(15, 3) NOT NULL,
    unit_price numeric(19, 4) NOT NULL,
    line_total numeric(19, 4) NOT NULL,
    CONSTRAINT return_lines_pkey PRIMARY KEY (account_id, return_id, position),
    CONSTRAINT return_lines_of_a_return FOREIGN KEY (account_id, return_id) REFERENCES returns (account_id, id),
    CONSTRAINT return_lines_of_a_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT return_lines_quantity_positive CHECK (quantity > 0)
);
COMMENT ON TABLE return_lines IS 'The lines of a return, quantities positive.';

CREATE TABLE purchase_totals (
    account_id uuid NOT NULL,
    year integer NOT NULL,
    currency char(3) NOT NULL,
    order_count integer NOT NULL,
    ordered numeric(19, 4) NOT NULL,
    return_count integer NOT NULL,
    returned numeric(19, 4) NOT NULL,
    CONSTRAINT purchase_totals_pkey PRIMARY KEY (account_id, year, currency),
    CONSTRAINT purchase_totals_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
COMMENT ON TABLE purchase_totals IS 'Orders and returns by year of the account''s time zone, kept in the transaction of each order and return; the account view reads these.';

ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
ALTER TABLE order_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_lines FORCE ROW LEVEL SECURITY;
ALTER TABLE returns ENABLE ROW LEVEL SECURITY;
ALTER TABLE returns FORCE ROW LEVEL SECURITY;
ALTER TABLE return_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_lines FORCE ROW LEVEL SECURITY;
ALTER TABLE purchase_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE purchase_totals FORCE ROW LEVEL SECURITY;

CREATE POLICY orders_of_the_account ON orders
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY order_lines_of_the_account ON order_lines
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY returns_of_the_account ON returns
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY return_lines_of_the_account ON return_lines
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY purchase_totals_of_the_account ON purchase_totals
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT ON orders, order_lines, returns, return_lines TO purveyor_service;
GRANT UPDATE (state, version) ON orders TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON purchase_totals TO purveyor_service;
