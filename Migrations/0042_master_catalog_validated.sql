-- The constraint that 0041 added without looking at the rows that were there.
ALTER TABLE products VALIDATE CONSTRAINT products_end_after_they_begin;
