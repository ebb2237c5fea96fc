-- The constraints that 0026 put on decisions and orders, proved for the rows that were there: in a transaction of its own, so that nobody who
-- reads or writes waits for the proof.
ALTER TABLE approval_decisions VALIDATE CONSTRAINT approval_decisions_under_a_delegation;
ALTER TABLE approval_decisions VALIDATE CONSTRAINT approval_decisions_for_a_member;
ALTER TABLE approval_decisions VALIDATE CONSTRAINT approval_decisions_for_somebody_by_delegation;
ALTER TABLE approval_decisions VALIDATE CONSTRAINT approval_decisions_never_for_the_requester;
ALTER TABLE approval_decisions VALIDATE CONSTRAINT approval_decisions_never_for_the_submitter;
ALTER TABLE approval_decisions VALIDATE CONSTRAINT approval_decisions_for_somebody_else;
ALTER TABLE orders VALIDATE CONSTRAINT orders_placed_by_a_member;
ALTER TABLE orders VALIDATE CONSTRAINT orders_placed_for_a_member;
ALTER TABLE orders VALIDATE CONSTRAINT orders_under_a_delegation;
ALTER TABLE orders VALIDATE CONSTRAINT orders_for_somebody_by_delegation;
