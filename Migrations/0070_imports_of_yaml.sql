-- The master catalog's and contracts' YAML files are sent in like CSV files (docs/imports.md). What is known becomes more: nothing that a
-- client assumes is lost.
-- squawk-ignore ban-drop-constraint
ALTER TABLE imports DROP CONSTRAINT imports_kind_known;
-- squawk-ignore ban-drop-constraint
ALTER TABLE imports DROP CONSTRAINT imports_of_contracts_have_an_account;
ALTER TABLE imports ADD CONSTRAINT imports_kind_known
    CHECK (kind IN ('products', 'categories', 'contract-prices', 'catalog', 'contracts')) NOT VALID;
ALTER TABLE imports ADD CONSTRAINT imports_of_contracts_have_an_account
    CHECK ((kind IN ('contract-prices', 'contracts')) = (for_account IS NOT NULL)) NOT VALID;
COMMENT ON TABLE import_outputs IS 'Files that an import has written, in pieces of whole lines: what was refused, as it came, why, and what it made other.';
