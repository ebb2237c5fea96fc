-- What the supplier says of a product beside its name and price, and which attributes a category's products have. Nothing here belongs to
-- an account. A state of the life cycle follows from the days (product.md rule 15): a product is announced before the day on which it can
-- be had, may still be bought until its last day, and has ended after it. `status` is what was stated, for where no day is known.
ALTER TABLE products ADD COLUMN available_from date;
ALTER TABLE products ADD COLUMN last_buy_until date;
ALTER TABLE products ADD COLUMN images jsonb;
ALTER TABLE products ADD COLUMN documents jsonb;
ALTER TABLE products ADD CONSTRAINT products_end_after_they_begin CHECK (last_buy_until >= available_from) NOT VALID;
COMMENT ON COLUMN products.available_from IS 'The first day on which it can be ordered; announced before.';
COMMENT ON COLUMN products.last_buy_until IS 'The last day on which it can be ordered; ended after.';
COMMENT ON COLUMN products.images IS 'URLs with a text per language, in the order in which they are shown.';
COMMENT ON COLUMN products.documents IS 'URLs with their kind and a title per language.';

-- Who writes it is said with the supplier's people. Whoever manages them has it from the start, since nobody gives what they do not hold.
-- What is known becomes more: nothing that a client assumes is lost.
-- squawk-ignore ban-drop-constraint
ALTER TABLE staff DROP CONSTRAINT staff_permissions_known;
ALTER TABLE staff ADD CONSTRAINT staff_permissions_known CHECK (
    permissions <@ ARRAY['manageStaff', 'manageTeams', 'manageCatalog', 'readAllAccounts', 'readFeed']
) NOT VALID;
UPDATE staff SET permissions = permissions || '{manageCatalog}', version = version + 1 WHERE 'manageStaff' = ANY (permissions);

ALTER TABLE categories ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE TABLE attribute_definitions (
    category_code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    unit text,
    labels jsonb NOT NULL,
    options jsonb,
    position integer NOT NULL,
    CONSTRAINT attribute_definitions_pkey PRIMARY KEY (category_code, name),
    CONSTRAINT attribute_definitions_of_a_category FOREIGN KEY (category_code) REFERENCES categories (code),
    CONSTRAINT attribute_definitions_kind_known CHECK (kind IN ('text', 'number', 'flag', 'choice')),
    CONSTRAINT attribute_definitions_name_is_a_word CHECK (name ~ '^[a-z][A-Za-z0-9]{0,63}$'),
    CONSTRAINT attribute_definitions_only_numbers_have_units CHECK (unit IS NULL OR kind = 'number'),
    CONSTRAINT attribute_definitions_choices_have_options CHECK ((kind = 'choice') = (options IS NOT NULL))
);
COMMENT ON TABLE attribute_definitions IS 'What products of a category, and of those below it, are described by. A name is of one kind and unit in the whole catalog.';
CREATE INDEX attribute_definitions_by_name ON attribute_definitions (name);

GRANT SELECT, INSERT, UPDATE, DELETE ON attribute_definitions TO purveyor_service;
