-- Which contracts are in force for a unit is asked by every price. A service remembers the answer and reads with each request whether it
-- still holds: this changes in the transaction that changes a contract, a version, or a unit's place, so a reader never mixes the two. It is
-- random and no count, so that what was remembered of a database that has since gone back (a restored one, a failover) never fits again.
CREATE TABLE contract_revisions (
    account_id uuid NOT NULL,
    revision uuid NOT NULL,
    CONSTRAINT contract_revisions_pkey PRIMARY KEY (account_id),
    CONSTRAINT contract_revisions_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
COMMENT ON TABLE contract_revisions IS 'Another value whenever the contracts in force for an account''s units may have changed.';

ALTER TABLE contract_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract_revisions FORCE ROW LEVEL SECURITY;
CREATE POLICY contract_revisions_of_the_account ON contract_revisions
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT, UPDATE ON contract_revisions TO purveyor_service;

CREATE FUNCTION change_contract_revision() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.contract_revisions AS r (account_id, revision)
    VALUES (coalesce(NEW.account_id, OLD.account_id), gen_random_uuid())
    ON CONFLICT (account_id) DO UPDATE SET revision = excluded.revision;
    RETURN NULL;
END
$$;

CREATE TRIGGER contracts_change_the_revision AFTER INSERT OR UPDATE OR DELETE ON contracts
FOR EACH ROW EXECUTE FUNCTION change_contract_revision();
CREATE TRIGGER contract_versions_change_the_revision AFTER INSERT OR UPDATE OR DELETE ON contract_versions
FOR EACH ROW EXECUTE FUNCTION change_contract_revision();
CREATE TRIGGER units_change_the_revision AFTER UPDATE OF parent_id ON units
FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION change_contract_revision();
