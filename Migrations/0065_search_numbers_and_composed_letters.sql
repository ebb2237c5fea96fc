-- A search number was drawn for every product that a change touched, kept or not: what is there is changed first now, and only what is
-- not gets a number. And a text may hold é as one letter or as two, e and an accent; product_search has it as one.
CREATE OR REPLACE FUNCTION search_words(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(
    CASE WHEN octet_length(words) = char_length(words) THEN words ELSE normalize(words, NFC) END, '/-_@:+&~#%=?<>,()"', repeat(' ', 18));

CREATE OR REPLACE FUNCTION han_words(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT string_agg(DISTINCT substr(run[1], start, size), ' ')
    FROM regexp_matches(normalize(words, NFC), '[\u3400-\u9fff\uf900-\ufaff]+', 'g') AS run,
        generate_series(1, length(run[1])) AS start, generate_series(1, 2) AS size
    WHERE start + size - 1 <= length(run[1])
)::tsvector;

-- Taking a text apart into blanks and words cost more than finding its stems, and was done three times for each name: once is enough for what
-- a product is found by and for the words that are there.
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
        SELECT c.code, search_words(c.titles ->> 'en') AS title, setweight(
            to_tsvector('english', search_words(coalesce(c.titles ->> 'en', '')))
            || to_tsvector('simple', search_words(texts_of(c.titles))), 'B')
            || coalesce(han_words(texts_of(c.titles - 'en')), '') AS document
        FROM categories AS c
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
