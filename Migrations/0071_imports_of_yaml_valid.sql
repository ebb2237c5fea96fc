-- What 0070 says of new imports holds for those that are there.
ALTER TABLE imports VALIDATE CONSTRAINT imports_kind_known;
ALTER TABLE imports VALIDATE CONSTRAINT imports_of_contracts_have_an_account;
