-- A volume tier may count all lines of one document that its rule speaks of, and a product may cost nothing because that was agreed.
-- The constraints are replaced without reading the table while it is locked; 0051 reads it.
ALTER TABLE price_rules ADD COLUMN cumulative boolean NOT NULL DEFAULT false;
-- What is known becomes more: nothing that a client assumes is lost.
-- squawk-ignore ban-drop-constraint
ALTER TABLE price_rules DROP CONSTRAINT price_rules_kind_known;
-- squawk-ignore ban-drop-constraint
ALTER TABLE price_rules DROP CONSTRAINT price_rules_fix_products_only;
ALTER TABLE price_rules ADD CONSTRAINT price_rules_kind_known CHECK (kind IN ('fixed', 'discount', 'free')) NOT VALID;
ALTER TABLE price_rules ADD CONSTRAINT price_rules_price_products_only CHECK (kind = 'discount' OR selector = 'product') NOT VALID;
COMMENT ON TABLE price_rules IS 'A fixed price for a product, a product that costs nothing, or a percentage off list for a product, a category, a manufacturer or everything. The tiers of a cumulative one are reached by all lines of a document that it speaks of.';
