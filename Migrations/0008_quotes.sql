-- Quotes: the basket that a buyer works on, and its revisions, which never change once they have left the buyer's hands.
CREATE TABLE quotes (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    -- the revision being drafted, or the one that was submitted last
    revision integer NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    requester_id uuid NOT NULL,
    currency char(3) NOT NULL,
    total numeric(19, 4) NOT NULL,
    po_number text,
    notes text,
    plan_id uuid,
    price_hold_until timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT quotes_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT quotes_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT quotes_by_a_member FOREIGN KEY (account_id, requester_id) REFERENCES memberships (account_id, id),
    CONSTRAINT quotes_under_a_plan FOREIGN KEY (account_id, plan_id) REFERENCES approval_plans (account_id, id),
    CONSTRAINT quotes_state_known CHECK (
        state IN ('draft', 'requested', 'offered', 'submitted', 'approved', 'rejected', 'ordered', 'cancelled')
    ),
    CONSTRAINT quotes_plan_once_submitted CHECK (state NOT IN ('submitted', 'approved', 'rejected', 'ordered') OR plan_id IS NOT NULL),
    CONSTRAINT quotes_name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE quotes IS 'A numbered, named, saved basket. Expired is derived from price_hold_until, never stored.';
CREATE UNIQUE INDEX quotes_one_per_number ON quotes (account_id, number);
CREATE INDEX quotes_by_requester ON quotes (account_id, requester_id, id DESC);
CREATE INDEX quotes_open ON quotes (account_id, id DESC) WHERE state IN ('draft', 'requested', 'offered', 'submitted', 'approved');

CREATE TABLE quote_lines (
    account_id uuid NOT NULL,
    quote_id uuid NOT NULL,
    position integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    unit_of_measure text NOT NULL,
    quantity numeric(15, 3) NOT NULL,
    unit_price numeric(19, 4) NOT NULL,
    line_total numeric(19, 4) NOT NULL,
    contract_id uuid,
    contract_version integer,
    receipt json NOT NULL,
    CONSTRAINT quote_lines_pkey PRIMARY KEY (account_id, quote_id, position),
    CONSTRAINT quote_lines_of_a_quote FOREIGN KEY (account_id, quote_id) REFERENCES quotes (account_id, id),
    CONSTRAINT quote_lines_of_a_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT quote_lines_under_a_contract FOREIGN KEY (account_id, contract_id, contract_version)
        REFERENCES contract_versions (account_id, contract_id, version),
    CONSTRAINT quote_lines_quantity_positive CHECK (quantity > 0)
);
COMMENT ON TABLE quote_lines IS 'The lines that the buyer works on, priced by the one price function, each with its receipt.';

CREATE TABLE quote_revisions (
    account_id uuid NOT NULL,
    quote_id uuid NOT NULL,
    revision integer NOT NULL,
    digest bytea NOT NULL,
    -- the canonical text that the digest is over: what the approver was shown
    content text NOT NULL,
    name text NOT NULL,
    po_number text,
    notes text,
    currency char(3) NOT NULL,
    total numeric(19, 4) NOT NULL,
    price_hold_until timestamptz NOT NULL,
    submitted_at timestamptz NOT NULL,
    submitted_by uuid NOT NULL,
    CONSTRAINT quote_revisions_pkey PRIMARY KEY (account_id, quote_id, revision),
    CONSTRAINT quote_revisions_of_a_quote FOREIGN KEY (account_id, quote_id) REFERENCES quotes (account_id, id),
    CONSTRAINT quote_revisions_by_a_member FOREIGN KEY (account_id, submitted_by) REFERENCES memberships (account_id, id)
);
COMMENT ON TABLE quote_revisions IS 'What left the buyer''s hands. Never changed.';

CREATE TABLE quote_revision_lines (
    account_id uuid NOT NULL,
    quote_id uuid NOT NULL,
    revision integer NOT NULL,
    position integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    unit_of_measure text NOT NULL,
    quantity numeric(15, 3) NOT NULL,
    unit_price numeric(19, 4) NOT NULL,
    line_total numeric(19, 4) NOT NULL,
    contract_id uuid,
    contract_version integer,
    receipt json NOT NULL,
    CONSTRAINT quote_revision_lines_pkey PRIMARY KEY (account_id, quote_id, revision, position),
    CONSTRAINT quote_revision_lines_of_a_revision FOREIGN KEY (account_id, quote_id, revision)
        REFERENCES quote_revisions (account_id, quote_id, revision),
    CONSTRAINT quote_revision_lines_of_a_product FOREIGN KEY (product_id) REFERENCES products (id)
);
COMMENT ON TABLE quote_revision_lines IS 'The lines of a revision as they were submitted. Never changed.';

ALTER TABLE quotes ENABLE ROW LEVEL SECURITY;
ALTER TABLE quotes FORCE ROW LEVEL SECURITY;
ALTER TABLE quote_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE quote_lines FORCE ROW LEVEL SECURITY;
ALTER TABLE quote_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE quote_revisions FORCE ROW LEVEL SECURITY;
ALTER TABLE quote_revision_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE quote_revision_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY quotes_of_the_account ON quotes
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY quote_lines_of_the_account ON quote_lines
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY quote_revisions_of_the_account ON quote_revisions
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY quote_revision_lines_of_the_account ON quote_revision_lines
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT, UPDATE ON quotes TO purveyor_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON quote_lines TO purveyor_service;
GRANT SELECT, INSERT ON quote_revisions, quote_revision_lines TO purveyor_service;
