-- The constraints that 0020 put on memberships, proved for the rows that were there: in a transaction of its own, so that nobody who reads or
-- writes waits for the proof.
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_succeeded_by_a_member;
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_succeeded_when_they_end;
