-- Saving a draft counts the contract's revision up and changes nobody's price: what a service remembers of the contracts in force for an
-- account holds. A published version changes the revision by itself (0014).
DROP TRIGGER contracts_change_the_revision ON contracts;
CREATE TRIGGER contracts_change_the_revision AFTER INSERT OR DELETE ON contracts
FOR EACH ROW EXECUTE FUNCTION change_contract_revision();
CREATE TRIGGER changed_contracts_change_the_revision AFTER UPDATE ON contracts
FOR EACH ROW WHEN (
    (OLD.number, OLD.name, OLD.unit_id, OLD.currency, OLD.ended_on)
        IS DISTINCT FROM (NEW.number, NEW.name, NEW.unit_id, NEW.currency, NEW.ended_on))
EXECUTE FUNCTION change_contract_revision();

COMMENT ON COLUMN contract_versions.content IS 'Canonical JSON of all that was agreed; without it the rules say as much.';
