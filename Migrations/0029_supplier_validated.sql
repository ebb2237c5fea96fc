-- The constraints that 0028 put on tables in use, proved for the rows that were there: in a transaction of its own, so that nobody who reads or
-- writes waits for the proof.
ALTER TABLE staff VALIDATE CONSTRAINT staff_permissions_known;
ALTER TABLE account_team_members VALIDATE CONSTRAINT account_team_members_have_an_id;
ALTER TABLE account_team_members VALIDATE CONSTRAINT account_team_members_access_known;
ALTER TABLE quotes VALIDATE CONSTRAINT quotes_entered_by_a_person;
ALTER TABLE quotes VALIDATE CONSTRAINT quotes_whoever_enters_asks;
ALTER TABLE orders VALIDATE CONSTRAINT orders_entered_by_a_person;
ALTER TABLE orders VALIDATE CONSTRAINT orders_entered_for_a_member;
