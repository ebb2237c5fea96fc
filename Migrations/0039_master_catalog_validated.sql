-- The constraints that 0038 added without looking at the rows that were there.
ALTER TABLE staff VALIDATE CONSTRAINT staff_permissions_known;
ALTER TABLE products VALIDATE CONSTRAINT products_end_after_they_begin;
