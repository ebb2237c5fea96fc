-- The constraints that 0032 added without looking at the rows that were there.
ALTER TABLE staff VALIDATE CONSTRAINT staff_permissions_known;
ALTER TABLE products VALIDATE CONSTRAINT products_end_after_they_begin;
