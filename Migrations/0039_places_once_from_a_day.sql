-- migrate: no transaction
-- A place that holds on no day (0038) stands in the way of none: who was put into a team with the wrong access is taken out and put in again
-- on the same day. These take the place of constraints that 0040 drops. Built beside the writers of a live table; the DROPs let a build that
-- was broken off, which leaves its index invalid, be done again.
DROP INDEX CONCURRENTLY IF EXISTS account_team_members_once_from_a_day;
CREATE UNIQUE INDEX CONCURRENTLY account_team_members_once_from_a_day
    ON account_team_members (account_id, person_id, function, starts_on) WHERE ends_on IS NULL OR ends_on >= starts_on;
DROP INDEX CONCURRENTLY IF EXISTS partner_people_once_from_a_day;
CREATE UNIQUE INDEX CONCURRENTLY partner_people_once_from_a_day
    ON partner_people (partner_id, person_id, starts_on) WHERE ends_on IS NULL OR ends_on >= starts_on;
DROP INDEX CONCURRENTLY IF EXISTS account_partners_once_from_a_day;
CREATE UNIQUE INDEX CONCURRENTLY account_partners_once_from_a_day
    ON account_partners (account_id, partner_id, starts_on) WHERE ends_on IS NULL OR ends_on >= starts_on;
