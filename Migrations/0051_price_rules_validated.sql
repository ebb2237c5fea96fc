-- What 0049 promised for new rows holds for the old ones; reading them locks nobody out.
ALTER TABLE price_rules VALIDATE CONSTRAINT price_rules_kind_known;
ALTER TABLE price_rules VALIDATE CONSTRAINT price_rules_price_products_only;
