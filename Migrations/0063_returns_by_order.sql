-- migrate: no transaction
-- What came back of an order: how far commitments have come is what was ordered without it. Built beside the writers of a live table; the DROP
-- lets a build that was broken off, which leaves its index invalid, be done again.
DROP INDEX CONCURRENTLY IF EXISTS returns_by_order;
CREATE INDEX CONCURRENTLY returns_by_order ON returns (account_id, order_id) WHERE order_id IS NOT NULL;
