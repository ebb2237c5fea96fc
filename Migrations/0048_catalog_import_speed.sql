-- An import of the catalog spent most of its time in what keeps history and search. What a statement left is at hand in its transition
-- table and need not be looked up again; what stands in the history already is not written twice; and words are told apart before each
-- is looked at.
CREATE OR REPLACE FUNCTION record_products() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    -- A statement changes a product at most once, so what it left is what stands there.
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p)
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN changed AS p
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state
    WHERE (h.version, h.state) <> (excluded.version, excluded.state);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record_product_prices() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p)
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN (SELECT DISTINCT c.product_id FROM changed AS c) AS c
    JOIN public.products AS p ON p.id = c.product_id
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state
    WHERE (h.version, h.state) <> (excluded.version, excluded.state);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION index_products(ids uuid[]) RETURNS void
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
    FROM (
        SELECT DISTINCT string_to_table(lower(search_words(concat_ws(' ', p.names ->> 'en', p.manufacturer))), ' ') AS word
        FROM unnest(ids) AS given (id) JOIN products AS p ON p.id = given.id
        UNION
        SELECT string_to_table(lower(search_words(c.titles ->> 'en')), ' ')
        FROM categories AS c
        WHERE c.code IN (SELECT p.category_code FROM unnest(ids) AS given (id) JOIN products AS p ON p.id = given.id)
    ) AS w
    WHERE length(w.word) BETWEEN 4 AND 40 AND w.word ~ '^[a-z]+$'
    ON CONFLICT (word) DO NOTHING;
END
$$;
