-- The constraint that 0036 put on a table in use, proved for the rows that were there.
ALTER TABLE staff VALIDATE CONSTRAINT staff_permissions_known;
