-- Products belong to no account, so what happens to them stands in no account's ledger: this is their own (rule 16). Whatever statement
-- changes a product, a list price, a category or an attribute's definition, a trigger writes the state that it leaves, in the same
-- transaction. Changes are numbered in commit order, because the number is taken under a lock that the transaction keeps; so a service
-- that remembers the catalog up to one change learns what came after it by reading what has a higher number. The stamp is random: what was
-- remembered of a database that has since gone back (a restored one, a failover) never fits again.
CREATE TABLE catalog_head (
    is_head boolean NOT NULL DEFAULT true,
    change bigint NOT NULL,
    stamp uuid NOT NULL,
    -- The transaction that made it: what it does further is the same change.
    transaction xid8,
    CONSTRAINT catalog_head_pkey PRIMARY KEY (is_head),
    CONSTRAINT catalog_head_is_one CHECK (is_head)
);
COMMENT ON TABLE catalog_head IS 'The last change of the master catalog.';
INSERT INTO catalog_head (change, stamp) VALUES (0, gen_random_uuid());

CREATE TABLE catalog_changes (
    change bigint NOT NULL,
    stamp uuid NOT NULL,
    person_id uuid,
    CONSTRAINT catalog_changes_pkey PRIMARY KEY (change)
);
COMMENT ON TABLE catalog_changes IS 'A transaction that changed the master catalog, and who it was; nobody where a command did it.';

CREATE TABLE catalog_history (
    change bigint NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    state jsonb NOT NULL,
    CONSTRAINT catalog_history_pkey PRIMARY KEY (subject, key, change),
    CONSTRAINT catalog_history_subject_known CHECK (subject IN ('product', 'category'))
);
COMMENT ON TABLE catalog_history IS 'The state in which a change left a product (by SKU) or a category (by code). What was before stands in the change before.';
CREATE INDEX catalog_history_by_change ON catalog_history (change);

-- Only these functions write: the service may read, and can neither change history nor go round it.
GRANT SELECT ON catalog_head, catalog_changes, catalog_history TO purveyor_service;

CREATE FUNCTION begin_catalog_change() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    begun text := current_setting('app.catalog_change', true);
    head public.catalog_head;
BEGIN
    IF begun <> '' THEN
        -- A setting is anybody's to set: it counts only where the head says the same.
        SELECT * INTO head FROM public.catalog_head AS h WHERE h.change::text = begun AND h.transaction = pg_current_xact_id();
        IF FOUND THEN RETURN head.change; END IF;
    END IF;
    UPDATE public.catalog_head SET change = change + 1, stamp = gen_random_uuid(), transaction = pg_current_xact_id()
    RETURNING * INTO STRICT head;
    INSERT INTO public.catalog_changes (change, stamp, person_id) VALUES (head.change, head.stamp, public.app_person());
    PERFORM set_config('app.catalog_change', head.change::text, true);
    RETURN head.change;
END
$$;
REVOKE EXECUTE ON FUNCTION begin_catalog_change() FROM PUBLIC;

CREATE FUNCTION product_state(p products) RETURNS jsonb
LANGUAGE sql STABLE
RETURN jsonb_strip_nulls(jsonb_build_object(
    'sku', (p).sku, 'kind', (p).kind, 'name', (p).names, 'description', (p).descriptions, 'manufacturer', (p).manufacturer,
    'manufacturerPartNumber', (p).manufacturer_part_number, 'category', (p).category_code, 'unitOfMeasure', (p).unit_of_measure,
    'leadTimeDays', (p).lead_time_days, 'status', (p).status, 'availableFrom', (p).available_from, 'lastBuyUntil', (p).last_buy_until,
    'successor', (p).successor_sku, 'attributes', (p).attributes, 'images', (p).images, 'documents', (p).documents,
    'listPrices', (SELECT jsonb_object_agg(l.currency, l.list_price::text) FROM public.product_prices AS l WHERE l.product_id = (p).id),
    'changedAt', (p).updated_at));

CREATE FUNCTION record_products() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p)
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN (SELECT DISTINCT c.id FROM changed AS c) AS c
    JOIN public.products AS p ON p.id = c.id
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state;
    RETURN NULL;
END
$$;

CREATE FUNCTION record_product_prices() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p)
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN (SELECT DISTINCT c.product_id FROM changed AS c) AS c
    JOIN public.products AS p ON p.id = c.product_id
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state;
    RETURN NULL;
END
$$;

CREATE FUNCTION record_category(codes text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'category', c.code, c.version, jsonb_strip_nulls(jsonb_build_object(
        'code', c.code, 'parent', c.parent_code, 'title', c.titles, 'attributes', (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'name', d.name, 'kind', d.kind, 'unit', d.unit, 'label', d.labels, 'options', d.options)) ORDER BY d.position)
            FROM public.attribute_definitions AS d WHERE d.category_code = c.code)))
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN public.categories AS c
    WHERE c.code = ANY(codes)
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state;
END
$$;
REVOKE EXECUTE ON FUNCTION record_category(text[]) FROM PUBLIC;

CREATE FUNCTION record_categories() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN PERFORM public.record_category(ARRAY(SELECT c.code FROM changed AS c)); END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION record_attribute_definitions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN PERFORM public.record_category(ARRAY(SELECT DISTINCT c.category_code FROM changed AS c)); END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER products_are_recorded_when_added AFTER INSERT ON products
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_products();
CREATE TRIGGER products_are_recorded_when_changed AFTER UPDATE ON products
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_products();
CREATE TRIGGER prices_are_recorded_when_added AFTER INSERT ON product_prices
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_product_prices();
CREATE TRIGGER prices_are_recorded_when_changed AFTER UPDATE ON product_prices
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_product_prices();
CREATE TRIGGER prices_are_recorded_when_taken_away AFTER DELETE ON product_prices
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_product_prices();
CREATE TRIGGER categories_are_recorded_when_added AFTER INSERT ON categories
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_categories();
CREATE TRIGGER categories_are_recorded_when_changed AFTER UPDATE ON categories
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_categories();
CREATE TRIGGER definitions_are_recorded_when_added AFTER INSERT ON attribute_definitions
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_attribute_definitions();
CREATE TRIGGER definitions_are_recorded_when_changed AFTER UPDATE ON attribute_definitions
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_attribute_definitions();
CREATE TRIGGER definitions_are_recorded_when_taken_away AFTER DELETE ON attribute_definitions
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_attribute_definitions();

-- What was there before history began is its first change.
INSERT INTO catalog_history (change, subject, key, version, state)
SELECT change.number, 'product', p.sku, p.version, product_state(p)
FROM products AS p CROSS JOIN LATERAL (SELECT begin_catalog_change() WHERE p.sku <> '') AS change (number);
SELECT record_category(ARRAY(SELECT c.code FROM categories AS c)) WHERE EXISTS (SELECT FROM categories);
