-- A configured line counts for commitments and rebates as its parts do, each under the contract whose price it has: what each counts for
-- is kept with the line, since the prices that it follows from are those of the moment.
ALTER TABLE quote_lines ADD COLUMN shares json;
ALTER TABLE quote_revision_lines ADD COLUMN shares json;
COMMENT ON COLUMN quote_lines.shares IS 'Of a configured product: product, contract, quantity and revenue of each part, adding up to the line.';
COMMENT ON COLUMN quote_revision_lines.shares IS 'As the line had it when it was submitted.';
