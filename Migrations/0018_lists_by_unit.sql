-- migrate: no transaction
-- What is a unit's, in the order of its lists: a scope of one unit or a few walks these (Accounts, Scope). Built beside the writers of a live
-- table; the DROPs let a build that was broken off, which leaves its index invalid, be done again.
DROP INDEX CONCURRENTLY IF EXISTS units_one_per_external_id;
CREATE UNIQUE INDEX CONCURRENTLY units_one_per_external_id ON units (account_id, external_id);
DROP INDEX CONCURRENTLY IF EXISTS quotes_by_unit;
CREATE INDEX CONCURRENTLY quotes_by_unit ON quotes (account_id, unit_id, id DESC);
DROP INDEX CONCURRENTLY IF EXISTS orders_by_unit;
CREATE INDEX CONCURRENTLY orders_by_unit ON orders (account_id, unit_id, placed_at DESC, id DESC);
DROP INDEX CONCURRENTLY IF EXISTS approval_plans_by_unit;
CREATE INDEX CONCURRENTLY approval_plans_by_unit ON approval_plans (account_id, unit_id, requested_at DESC, id DESC);
DROP INDEX CONCURRENTLY IF EXISTS memberships_by_manager;
CREATE INDEX CONCURRENTLY memberships_by_manager ON memberships (account_id, manager_id) WHERE manager_id IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS approval_policies_by_unit;
CREATE INDEX CONCURRENTLY approval_policies_by_unit ON approval_policies (account_id, unit_id, version DESC);
DROP INDEX CONCURRENTLY IF EXISTS contracts_by_unit;
CREATE INDEX CONCURRENTLY contracts_by_unit ON contracts (account_id, unit_id);
