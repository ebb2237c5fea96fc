ALTER TABLE imports VALIDATE CONSTRAINT imports_kind_known;
ALTER TABLE imports VALIDATE CONSTRAINT imports_of_contracts_have_an_account;
