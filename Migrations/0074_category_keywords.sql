-- What buyers call a category beside its title (laptop, screen), by language: the KEYWORD of a catalog group in BMEcat 2005. And what a
-- category is called by, so that a search can tell what a product is from what it is for: notebooks before the bags, locks and warranties
-- for them (docs/decisions/0014).
ALTER TABLE categories ADD COLUMN keywords jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN categories.keywords IS 'By language, a list of texts each.';
ALTER TABLE categories ADD CONSTRAINT categories_keywords_by_language CHECK (jsonb_typeof(keywords) = 'object') NOT VALID;

CREATE FUNCTION keywords_of(keywords jsonb, separator text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT string_agg(k.value #>> '{}', separator)
    FROM jsonb_path_query(keywords, 'strict $.**') AS k (value)
    WHERE jsonb_typeof(k.value) = 'string'
);
COMMENT ON FUNCTION keywords_of IS 'All keywords of a category, or those of one language.';

CREATE FUNCTION keywords_said(before jsonb, said jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(jsonb_object_agg(k.key, k.value), '{}')
    FROM jsonb_each(coalesce(before, '{}') || coalesce(said, '{}')) AS k
    WHERE k.value <> '[]'
);
COMMENT ON FUNCTION keywords_said IS 'A category''s keywords after a file has said those of some languages; an empty list: none any more.';

CREATE FUNCTION title_heads(title text, above text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT concat_ws(' ', (
        -- The last word, the one before an abbreviation that ends the title, and plurals before "or" and "and".
        SELECT string_agg(coalesce(m.found[1], m.found[2], m.found[3]), ' ')
        FROM regexp_matches(
            t.title, '(\S*[^s\s]s)(?=\s+(?:[Oo]r|[Aa]nd)\s)|(\S+)(?=\s+[A-Z]{2,}s?\s*$)|(\S+)(?=\s*$)', 'g') AS m (found)
    ), (
        -- "Notebook computers" below "Computers" are notebooks.
        SELECT substring(t.title, '\S+')
        FROM (SELECT substring(t.title, '^\s*\S+\s+(\S+)\s*$')) AS l (word)
        WHERE rtrim(lower(l.word), 's') IN (
            SELECT rtrim(lower(u.word), 's') FROM regexp_split_to_table(search_words(above), '\s+') AS u (word))
    ))
    FROM regexp_replace(search_words(title), '\m([Ff]or|[Ww]ith|[Ww]ithout)\M.*', '') AS t (title)
);
COMMENT ON FUNCTION title_heads IS 'By which words of its English title a category is called: what its products are, and not what they are for or of what kind.';

CREATE FUNCTION han_endings(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT array_agg(substr(t.run, start))
    FROM (SELECT substring(normalize(words, NFC), '[\u3400-\u9fff\uf900-\ufaff]+$')) AS t (run)
    CROSS JOIN generate_series(1, length(t.run)) AS start
);
COMMENT ON FUNCTION han_endings IS 'Every ending of the Chinese that a text ends with: a Chinese title says last what it is, too.';

CREATE TABLE category_search (
    code text NOT NULL,
    called tsvector NOT NULL,
    CONSTRAINT category_search_pkey PRIMARY KEY (code)
);
COMMENT ON TABLE category_search IS 'What each category is called by, for the order in which a search shows what it finds. Only index_categories writes it.';
CREATE INDEX category_search_by_word ON category_search USING gin (called);
GRANT SELECT ON category_search TO purveyor_service;

CREATE FUNCTION index_categories(codes text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO category_search AS s (code, called)
    SELECT c.code, to_tsvector('english', w.english) || to_tsvector('simple', concat_ws(' ', w.english, w.others))
        || array_to_tsvector(w.endings)
    FROM categories AS c
    LEFT JOIN categories AS u ON u.code = c.parent_code
    CROSS JOIN LATERAL (
        SELECT
            concat_ws(' ', title_heads(c.titles ->> 'en', u.titles ->> 'en'), (
                SELECT string_agg(substring(search_words(k.word), '(\S+)\s*$'), ' ')
                FROM jsonb_array_elements_text(c.keywords -> 'en') AS k (word)
            )) AS english, (
                -- Where a language puts its heads is not known of all: what is one word there is a head.
                SELECT string_agg(t.word, ' ')
                FROM (
                    SELECT search_words(l.value) AS word FROM jsonb_each_text(c.titles - 'en') AS l
                    UNION ALL
                    SELECT search_words(k.value #>> '{}') FROM jsonb_path_query(c.keywords - 'en', '$.*[*]') AS k (value)
                ) AS t
                WHERE t.word !~ '\S\s+\S'
            ) AS others, ARRAY(
                SELECT DISTINCT e.ending
                FROM (
                    SELECT l.value FROM jsonb_each_text(c.titles) AS l
                    UNION ALL
                    SELECT k.value #>> '{}' FROM jsonb_path_query(c.keywords, '$.*[*]') AS k (value)
                ) AS t (words)
                CROSS JOIN unnest(han_endings(t.words)) AS e (ending)
            ) AS endings
    ) AS w
    WHERE c.code = ANY(codes)
    ON CONFLICT (code) DO UPDATE SET called = excluded.called WHERE s.called <> excluded.called;
END
$$;
REVOKE EXECUTE ON FUNCTION index_categories(text[]) FROM PUBLIC;

-- With those right below: what is left of their titles depends on the one above.
CREATE FUNCTION index_changed_categories() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM public.index_categories(ARRAY(
            SELECT c.code FROM changed AS c
            UNION
            SELECT b.code FROM public.categories AS b WHERE b.parent_code IN (SELECT c.code FROM changed AS c)));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER categories_are_indexed_when_added AFTER INSERT ON categories
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION index_changed_categories();
CREATE TRIGGER categories_are_indexed_when_changed AFTER UPDATE ON categories
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION index_changed_categories();

CREATE OR REPLACE FUNCTION index_products_of_changed_categories() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.index_products(ids.ids)
    FROM (
        SELECT array_agg(p.id) AS ids
        FROM changed AS c JOIN before AS b ON b.code = c.code JOIN public.products AS p ON p.category_code = c.code
        WHERE (c.titles, c.keywords) <> (b.titles, b.keywords)
    ) AS ids
    WHERE ids.ids IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record_category(codes text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'category', c.code, c.version, jsonb_strip_nulls(jsonb_build_object(
        'code', c.code, 'parent', c.parent_code, 'title', c.titles, 'keywords', nullif(c.keywords, '{}'), 'attributes', (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'name', d.name, 'kind', d.kind, 'unit', d.unit, 'label', d.labels, 'options', d.options)) ORDER BY d.position)
            FROM public.attribute_definitions AS d WHERE d.category_code = c.code)))
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN public.categories AS c
    WHERE c.code = ANY(codes)
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state;
END
$$;

CREATE OR REPLACE FUNCTION index_products(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    WITH texts AS MATERIALIZED (
        SELECT p.id, p.category_code, search_words(p.names ->> 'en') AS name, search_words(p.manufacturer) AS maker,
            search_words(p.manufacturer_part_number) AS part,
            CASE WHEN p.attributes = '{}' THEN '' ELSE search_words(coalesce((
                SELECT string_agg(a.value #>> '{}', ' ')
                FROM jsonb_each(p.attributes) AS a WHERE jsonb_typeof(a.value) = 'string'), '')) END AS said,
            CASE WHEN p.names - 'en' = '{}' THEN NULL ELSE search_words(texts_of(p.names)) END AS all_names,
            CASE WHEN p.descriptions = '{}' THEN NULL ELSE search_words(coalesce(p.descriptions ->> 'en', '')) END AS description,
            CASE WHEN p.names - 'en' = '{}' AND p.descriptions - 'en' = '{}' THEN NULL
                ELSE concat_ws(' ', texts_of(p.names - 'en'), texts_of(p.descriptions - 'en')) END AS foreign_texts
        FROM (SELECT DISTINCT unnest(ids)) AS given (id)
        JOIN products AS p ON p.id = given.id
    ), titles AS MATERIALIZED (
        SELECT c.code, e.english AS title, setweight(
            to_tsvector('english', e.english)
            || to_tsvector('simple', search_words(concat_ws(' ', texts_of(c.titles), keywords_of(c.keywords, ' ')))), 'B')
            || coalesce(han_words(concat_ws(' ', texts_of(c.titles - 'en'), keywords_of(c.keywords - 'en', ' '))), '') AS document
        FROM categories AS c
        CROSS JOIN LATERAL (
            SELECT search_words(concat_ws(' ', c.titles ->> 'en', keywords_of(c.keywords -> 'en', ' '))) AS english
        ) AS e
        WHERE c.code IN (SELECT t.category_code FROM texts AS t)
    ), documents AS MATERIALIZED (
        SELECT t.id,
            setweight(
                to_tsvector('english', t.name)
                || to_tsvector('simple', concat_ws(' ', coalesce(t.all_names, t.name), t.maker, t.part)), 'A')
            || coalesce(c.document, '')
            || CASE WHEN t.said = '' THEN '' ELSE setweight(to_tsvector('simple', t.said), 'C') END
            || CASE WHEN t.description IS NULL THEN '' ELSE to_tsvector('english', t.description) END
            || CASE WHEN t.foreign_texts IS NULL THEN '' ELSE coalesce(han_words(t.foreign_texts), '') END AS document
        FROM texts AS t
        LEFT JOIN titles AS c ON c.code = t.category_code
    ), changed AS (
        UPDATE product_search AS s SET document = d.document
        FROM documents AS d
        WHERE s.product_id = d.id AND s.document <> d.document
    ), added AS (
        INSERT INTO product_search (product_id, document)
        SELECT d.id, d.document
        FROM documents AS d
        WHERE NOT EXISTS (SELECT FROM product_search AS s WHERE s.product_id = d.id)
    )
    INSERT INTO product_words (word)
    SELECT w.word
    FROM (
        SELECT DISTINCT string_to_table(lower(concat_ws(' ', t.name, t.maker)), ' ') AS word FROM texts AS t
        UNION
        SELECT string_to_table(lower(c.title), ' ') FROM titles AS c
    ) AS w
    WHERE length(w.word) BETWEEN 4 AND 40 AND w.word ~ '^[a-z]+$'
    ON CONFLICT (word) DO NOTHING;
END
$$;

SELECT index_categories(ARRAY(SELECT c.code FROM categories AS c));
