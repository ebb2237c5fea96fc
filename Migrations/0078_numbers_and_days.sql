-- migrate: no transaction
-- The last change of a day, which what list prices were is found from; and a contract's number once in an account, however it is written:
-- K-1 is k-1 to a person. Built beside the writers of live tables; the DROPs let a build that was broken off, which leaves its index invalid,
-- be done again. Where an account has the same number in two ways of writing, one of the two has to be renamed first.
DROP INDEX CONCURRENTLY IF EXISTS catalog_changes_by_day;
CREATE INDEX CONCURRENTLY catalog_changes_by_day ON catalog_changes (changed_at, change) WHERE changed_at IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS contracts_one_per_written_number;
CREATE UNIQUE INDEX CONCURRENTLY contracts_one_per_written_number ON contracts (account_id, lower(number));
DROP INDEX CONCURRENTLY contracts_one_per_number;
