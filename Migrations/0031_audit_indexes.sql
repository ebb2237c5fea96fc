-- migrate: no transaction
-- The ledger as an auditor asks it: by time, by who acted, on whose behalf, by what happened and to what kind of thing, each in the order of
-- time (Relationship, AuditQueries). Built beside the writers of a live table; the DROPs let a build that was broken off, which leaves its
-- index invalid, be done again.
DROP INDEX CONCURRENTLY IF EXISTS events_by_time;
CREATE INDEX CONCURRENTLY events_by_time ON events (account_id, at, sequence);
DROP INDEX CONCURRENTLY IF EXISTS events_by_actor;
CREATE INDEX CONCURRENTLY events_by_actor ON events (account_id, actor_id, at, sequence);
DROP INDEX CONCURRENTLY IF EXISTS events_by_member;
CREATE INDEX CONCURRENTLY events_by_member ON events (account_id, on_behalf_of, at, sequence) WHERE on_behalf_of IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS events_by_kind;
CREATE INDEX CONCURRENTLY events_by_kind ON events (account_id, kind, at, sequence);
DROP INDEX CONCURRENTLY IF EXISTS events_by_subject_kind;
CREATE INDEX CONCURRENTLY events_by_subject_kind ON events (account_id, subject_kind, at, sequence);
