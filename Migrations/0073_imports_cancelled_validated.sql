-- What 0072 demands of imports holds for those that were there before it too.
ALTER TABLE imports VALIDATE CONSTRAINT imports_cancelled_by_a_person;
ALTER TABLE imports VALIDATE CONSTRAINT imports_cancelled_by_somebody_sometime;
ALTER TABLE imports VALIDATE CONSTRAINT imports_asked_to_end_end_so;
ALTER TABLE imports VALIDATE CONSTRAINT imports_result_known;
