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

CREATE OR REPLACE FUNCTION index_products(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    WITH titles AS MATERIALIZED (
        SELECT c.code, setweight(
            to_tsvector('english', search_words(coalesce(c.titles ->> 'en', '')))
            || to_tsvector('simple', search_words(texts_of(c.titles))), 'B')
            || coalesce(han_words(texts_of(c.titles - 'en')), '') AS document
        FROM categories AS c
        WHERE c.code IN (SELECT p.category_code FROM unnest(ids) AS given (id) JOIN products AS p ON p.id = given.id)
    ), documents AS MATERIALIZED (
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
            || CASE WHEN p.descriptions = '{}' THEN ''
                ELSE to_tsvector('english', search_words(coalesce(p.descriptions ->> 'en', ''))) END
            || CASE WHEN p.names - 'en' = '{}' AND p.descriptions - 'en' = '{}' THEN ''
                ELSE coalesce(han_words(concat_ws(' ', texts_of(p.names - 'en'), texts_of(p.descriptions - 'en'))), '') END AS document
        FROM (SELECT DISTINCT unnest(ids)) AS given (id)
        JOIN products AS p ON p.id = given.id
        LEFT JOIN titles AS t ON t.code = p.category_code
    ), changed AS (
        UPDATE product_search AS s SET document = d.document
        FROM documents AS d
        WHERE s.product_id = d.id AND s.document <> d.document
    )
    INSERT INTO product_search (product_id, document)
    SELECT d.id, d.document
    FROM documents AS d
    WHERE NOT EXISTS (SELECT FROM product_search AS s WHERE s.product_id = d.id);
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
