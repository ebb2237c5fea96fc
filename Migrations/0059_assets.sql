-- Delivered things with a serial number and a warranty. The supplier says what was delivered; in which unit it stands, who has it and when it
-- went out of use is the customer's to say. Whether it is in use and its warranty in force follows from days (product.md rule 15).
CREATE TABLE assets (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    product_id uuid NOT NULL,
    serial_number text NOT NULL,
    unit_id uuid NOT NULL,
    holder_id uuid,
    cost_centre_id uuid,
    delivered_on date NOT NULL,
    warranty_until date,
    retired_on date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CONSTRAINT assets_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT assets_of_a_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT assets_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT assets_held_by_a_member FOREIGN KEY (account_id, holder_id) REFERENCES memberships (account_id, id),
    CONSTRAINT assets_of_a_cost_centre FOREIGN KEY (account_id, cost_centre_id) REFERENCES cost_centres (account_id, id),
    CONSTRAINT assets_one_per_serial_number UNIQUE (account_id, product_id, serial_number),
    CONSTRAINT assets_one_per_external_id UNIQUE (account_id, external_id),
    CONSTRAINT assets_serial_number_not_empty CHECK (serial_number <> ''),
    CONSTRAINT assets_warranty_ends_after_delivery CHECK (warranty_until >= delivered_on),
    CONSTRAINT assets_retire_after_delivery CHECK (retired_on >= delivered_on)
);
COMMENT ON TABLE assets IS 'A delivered thing with a serial number and a warranty. Retired, never deleted.';
COMMENT ON COLUMN assets.warranty_until IS 'The last day of the warranty; absent: none is known.';
COMMENT ON COLUMN assets.retired_on IS 'The first day on which it is no longer in use.';
CREATE INDEX assets_by_unit ON assets (account_id, unit_id, id DESC);
CREATE INDEX assets_by_holder ON assets (account_id, holder_id, id DESC) WHERE holder_id IS NOT NULL;
CREATE INDEX assets_by_serial_number ON assets (account_id, serial_number, id DESC);
CREATE INDEX assets_by_warranty ON assets (account_id, warranty_until) WHERE warranty_until IS NOT NULL;

ALTER TABLE assets ENABLE ROW LEVEL SECURITY;
ALTER TABLE assets FORCE ROW LEVEL SECURITY;
CREATE POLICY assets_of_the_account ON assets
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT ON assets TO purveyor_service;
GRANT UPDATE (external_id, unit_id, holder_id, cost_centre_id, delivered_on, warranty_until, retired_on, version) ON assets TO purveyor_service;
