-- migrate: no transaction
-- Lists read their page through an index also where what is asked for is rare or long ago: without these, an account with 200,000 orders
-- reads all of them to find the ten of one buyer, one state or one purchase order number. Built beside the writers of a live table; the
-- DROPs let a build that was broken off, which leaves its index invalid, be done again.
DROP INDEX CONCURRENTLY IF EXISTS approval_plans_by_requester;
CREATE INDEX CONCURRENTLY approval_plans_by_requester ON approval_plans (account_id, requester_id, requested_at DESC, id DESC);
DROP INDEX CONCURRENTLY IF EXISTS approval_plans_by_state;
CREATE INDEX CONCURRENTLY approval_plans_by_state ON approval_plans (account_id, state, requested_at DESC, id DESC);
DROP INDEX CONCURRENTLY IF EXISTS orders_by_state;
CREATE INDEX CONCURRENTLY orders_by_state ON orders (account_id, state, placed_at DESC, id DESC);
DROP INDEX CONCURRENTLY IF EXISTS orders_by_po_number;
CREATE INDEX CONCURRENTLY orders_by_po_number ON orders (account_id, po_number, placed_at DESC, id DESC) WHERE po_number IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS quotes_by_state;
CREATE INDEX CONCURRENTLY quotes_by_state ON quotes (account_id, state, id DESC);
