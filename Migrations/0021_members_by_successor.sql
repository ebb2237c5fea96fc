-- migrate: no transaction
-- What has come to a member from those who left: admission asks it with every request.
DROP INDEX CONCURRENTLY IF EXISTS memberships_by_successor;
CREATE INDEX CONCURRENTLY memberships_by_successor ON memberships (account_id, successor_id) WHERE successor_id IS NOT NULL;
