-- The constraints that 0015 to 0017 put on tables in use, proved for the rows that were there: in a transaction of its own, so that nobody
-- who reads or writes waits for the proof.
ALTER TABLE units VALIDATE CONSTRAINT units_root_is_never_disabled;
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_have_a_role;
ALTER TABLE approval_policies VALIDATE CONSTRAINT approval_policies_of_a_unit;
