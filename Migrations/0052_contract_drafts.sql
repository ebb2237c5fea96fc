-- What is to become a contract's next version, while the supplier's staff work on it; and the last day of a contract that was ended early,
-- which no version says because a published one never changes.
CREATE TABLE contract_drafts (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    -- canonical JSON of the content, faults and all: it is checked when that is asked for and when it is published
    content text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    CONSTRAINT contract_drafts_pkey PRIMARY KEY (account_id, contract_id),
    CONSTRAINT contract_drafts_of_a_contract FOREIGN KEY (account_id, contract_id) REFERENCES contracts (account_id, id),
    CONSTRAINT contract_drafts_by_a_person FOREIGN KEY (changed_by) REFERENCES persons (id)
);
COMMENT ON TABLE contract_drafts IS 'The next version of a contract, not published yet. Nobody''s price comes from here.';

ALTER TABLE contract_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY contract_drafts_of_the_account ON contract_drafts
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT, UPDATE, DELETE ON contract_drafts TO purveyor_service;

ALTER TABLE contracts ADD COLUMN revision integer NOT NULL DEFAULT 1;
ALTER TABLE contracts ADD COLUMN ended_on date;
COMMENT ON COLUMN contracts.revision IS 'Counts every change of the contract, its draft among them; a stale one is refused.';
COMMENT ON COLUMN contracts.ended_on IS 'The last day, where it was ended before its versions say.';
GRANT UPDATE (revision, ended_on) ON contracts TO purveyor_service;

ALTER TABLE contract_versions ADD COLUMN content text;
COMMENT ON COLUMN contract_versions.content IS 'Canonical JSON of all that was agreed; versions before it was kept have their rules only.';
