-- A configured product is one line with its parts under it: which configuration in which version, and what was chosen of it. The line's
-- product is the one that the configuration is built on, and its receipt holds those of the parts.
ALTER TABLE quote_lines ADD COLUMN configuration json;
ALTER TABLE quote_revision_lines ADD COLUMN configuration json;
ALTER TABLE order_lines ADD COLUMN configuration json;
COMMENT ON COLUMN quote_lines.configuration IS 'The configuration, its version and the parts that were chosen; null for a product by itself.';
COMMENT ON COLUMN quote_revision_lines.configuration IS 'As the line had it when it was submitted.';
COMMENT ON COLUMN order_lines.configuration IS 'As the revision had it.';
