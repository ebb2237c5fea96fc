-- What an account's own people have approved in advance, for a unit and all below it that keeps no list of its own: of what fits a product or
-- an asset a buyer is shown these. One row a unit that ever kept one, so that its version goes on when the list is taken away.
CREATE TABLE pre_approved_lists (
    account_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    -- a list of what it speaks of, each with its days; absent once it was taken away: then the list above holds again
    entries jsonb,
    version integer NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL,
    CONSTRAINT pre_approved_lists_pkey PRIMARY KEY (account_id, unit_id),
    CONSTRAINT pre_approved_lists_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT pre_approved_lists_are_lists CHECK (jsonb_typeof(entries) = 'array')
);
COMMENT ON TABLE pre_approved_lists IS 'What the customer''s own people have approved in advance, by unit.';

ALTER TABLE pre_approved_lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE pre_approved_lists FORCE ROW LEVEL SECURITY;
CREATE POLICY pre_approved_lists_of_the_account ON pre_approved_lists
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT ON pre_approved_lists TO purveyor_service;
GRANT UPDATE (entries, version, changed_at) ON pre_approved_lists TO purveyor_service;
