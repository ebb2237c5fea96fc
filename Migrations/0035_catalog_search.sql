-- What a product is found by: English stems, the words of every language as they are written, and for Chinese, whose words PostgreSQL does
-- not part, each character and each pair of neighbours. Kept by a trigger, so that no writer can leave it behind, and apart from the
-- products, so that reading one does not read the other. A word that nobody has is looked up among those that there are, by the groups of
-- three letters that they share (pg_trgm).
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE FUNCTION search_words(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(words, '/-_@:+&~#%=?<>,()"', repeat(' ', 18));
COMMENT ON FUNCTION search_words IS 'A text with blanks for what PostgreSQL''s parser would make one word of several with: addresses, paths, tags, hyphens. 13.3 stays one.';

CREATE FUNCTION han_words(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT string_agg(DISTINCT substr(run[1], start, size), ' ')
    FROM regexp_matches(words, '[\u3400-\u9fff\uf900-\ufaff]+', 'g') AS run, generate_series(1, length(run[1])) AS start,
        generate_series(1, 2) AS size
    WHERE start + size - 1 <= length(run[1])
)::tsvector;
COMMENT ON FUNCTION han_words IS 'Every Chinese character of a text and every pair of neighbours.';

CREATE FUNCTION texts_of(translations jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg(t.value, ' ') FROM jsonb_each_text(translations) AS t);

CREATE TABLE product_search (
    product_id uuid NOT NULL,
    number integer GENERATED ALWAYS AS IDENTITY,
    document tsvector NOT NULL,
    CONSTRAINT product_search_pkey PRIMARY KEY (product_id),
    CONSTRAINT product_search_one_per_number UNIQUE (number)
);
COMMENT ON TABLE product_search IS 'What a product is found by, and a small number by which a search names it. Only index_products writes it.';
CREATE INDEX product_search_by_word ON product_search USING gin (document);

CREATE TABLE product_words (
    word text NOT NULL,
    CONSTRAINT product_words_pkey PRIMARY KEY (word)
);
COMMENT ON TABLE product_words IS 'Words of names, makers and categories, for finding what was meant by a misspelt one. A word that no product has any more finds nothing.';
CREATE INDEX product_words_by_trigram ON product_words USING gin (word gin_trgm_ops);

GRANT SELECT ON product_search, product_words TO purveyor_service;

CREATE FUNCTION index_products(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO product_search AS s (product_id, document)
    WITH titles AS MATERIALIZED (
        SELECT c.code, setweight(
            to_tsvector('english', search_words(coalesce(c.titles ->> 'en', '')))
            || to_tsvector('simple', search_words(texts_of(c.titles))), 'B')
            || coalesce(han_words(texts_of(c.titles - 'en')), '') AS document
        FROM categories AS c
        WHERE c.code IN (SELECT p.category_code FROM unnest(ids) AS given (id) JOIN products AS p ON p.id = given.id)
    )
    SELECT p.id,
        setweight(
            to_tsvector('english', search_words(p.names ->> 'en'))
            || to_tsvector('simple', search_words(concat_ws(' ',
                CASE WHEN p.names - 'en' = '{}' THEN p.names ->> 'en' ELSE texts_of(p.names) END, p.manufacturer,
                p.manufacturer_part_number))), 'A')
        || coalesce(t.document, '')
        || CASE WHEN p.attributes = '{}' THEN '' ELSE setweight(to_tsvector('simple', search_words(coalesce((
            SELECT string_agg(a.value #>> '{}', ' ')
            FROM jsonb_each(p.attributes) AS a WHERE jsonb_typeof(a.value) = 'string'), ''))), 'C') END
        || CASE WHEN p.descriptions = '{}' THEN '' ELSE to_tsvector('english', search_words(coalesce(p.descriptions ->> 'en', ''))) END
        || CASE WHEN p.names - 'en' = '{}' AND p.descriptions - 'en' = '{}' THEN ''
            ELSE coalesce(han_words(concat_ws(' ', texts_of(p.names - 'en'), texts_of(p.descriptions - 'en'))), '') END
    FROM unnest(ids) AS given (id)
    JOIN products AS p ON p.id = given.id
    LEFT JOIN titles AS t ON t.code = p.category_code
    ON CONFLICT (product_id) DO UPDATE SET document = excluded.document WHERE s.document <> excluded.document;
    INSERT INTO product_words (word)
    SELECT w.word
    FROM unnest(ids) AS given (id)
    JOIN products AS p ON p.id = given.id
    CROSS JOIN string_to_table(lower(search_words(concat_ws(' ', p.names ->> 'en', p.manufacturer))), ' ') AS w (word)
    WHERE length(w.word) BETWEEN 4 AND 40 AND w.word ~ '^[a-z]+$'
    UNION
    SELECT w.word
    FROM categories AS c
    CROSS JOIN string_to_table(lower(search_words(c.titles ->> 'en')), ' ') AS w (word)
    WHERE c.code IN (SELECT p.category_code FROM unnest(ids) AS given (id) JOIN products AS p ON p.id = given.id)
        AND length(w.word) BETWEEN 4 AND 40 AND w.word ~ '^[a-z]+$'
    ON CONFLICT (word) DO NOTHING;
END
$$;
REVOKE EXECUTE ON FUNCTION index_products(uuid[]) FROM PUBLIC;

CREATE FUNCTION index_changed_products() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN PERFORM public.index_products(ARRAY(SELECT c.id FROM changed AS c)); END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION index_products_of_changed_categories() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.index_products(ids.ids)
    FROM (
        SELECT array_agg(p.id) AS ids
        FROM changed AS c JOIN before AS b ON b.code = c.code JOIN public.products AS p ON p.category_code = c.code
        WHERE c.titles <> b.titles
    ) AS ids
    WHERE ids.ids IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER products_are_indexed_when_added AFTER INSERT ON products
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION index_changed_products();
CREATE TRIGGER products_are_indexed_when_changed AFTER UPDATE ON products
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION index_changed_products();
CREATE TRIGGER products_are_indexed_when_categories_change AFTER UPDATE ON categories
REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION index_products_of_changed_categories();

SELECT index_products(ARRAY(SELECT p.id FROM products AS p));
