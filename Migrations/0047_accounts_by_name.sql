-- migrate: no transaction
-- Whoever may see every account pages through them by name: a page is read by this index, and not by sorting all of them. The DROP lets a build
-- that was broken off, which leaves its index invalid, be done again.
DROP INDEX CONCURRENTLY IF EXISTS accounts_by_name;
CREATE INDEX CONCURRENTLY accounts_by_name ON accounts (name, id);
