-- An import of the catalog once more: what it spent its time in, on a profile of 63,317 products.
-- A function with a query of its own in it is run row by row, one without is read into the statement that calls it. So the
-- prices are handed over. And what a statement has written with a product's new state is not put together again for its prices: if those
-- are in it, it stands.
CREATE FUNCTION product_state(p products, prices jsonb) RETURNS jsonb
LANGUAGE sql STABLE
RETURN jsonb_strip_nulls(jsonb_build_object(
    'sku', (p).sku, 'kind', (p).kind, 'name', (p).names, 'description', (p).descriptions, 'manufacturer', (p).manufacturer,
    'manufacturerPartNumber', (p).manufacturer_part_number, 'category', (p).category_code, 'unitOfMeasure', (p).unit_of_measure,
    'leadTimeDays', (p).lead_time_days, 'status', (p).status, 'availableFrom', (p).available_from, 'lastBuyUntil', (p).last_buy_until,
    'successor', (p).successor_sku, 'attributes', (p).attributes, 'images', (p).images, 'documents', (p).documents,
    'listPrices', prices, 'changedAt', (p).updated_at));

CREATE OR REPLACE FUNCTION product_state(p products) RETURNS jsonb
LANGUAGE sql STABLE
RETURN product_state(p, (
    SELECT jsonb_object_agg(l.currency, l.list_price::text) FROM public.product_prices AS l WHERE l.product_id = (p).id));

CREATE OR REPLACE FUNCTION record_products() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    -- A statement changes a product at most once, so what it left is what stands there.
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p, (
        SELECT jsonb_object_agg(l.currency, l.list_price::text) FROM public.product_prices AS l WHERE l.product_id = p.id))
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
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p, l.prices)
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN (SELECT DISTINCT c.product_id FROM changed AS c) AS c
    JOIN public.products AS p ON p.id = c.product_id
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(g.currency, g.list_price::text) AS prices FROM public.product_prices AS g WHERE g.product_id = p.id
    ) AS l
    LEFT JOIN public.catalog_history AS r ON r.subject = 'product' AND r.key = p.sku AND r.change = change.number
    WHERE r.state IS NULL OR r.state -> 'listPrices' IS DISTINCT FROM l.prices
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state
    WHERE (h.version, h.state) <> (excluded.version, excluded.state);
    RETURN NULL;
END
$$;

-- What products are found by is put into its index in portions. An import takes one large portion and ends with this, so that nobody's
-- search has to go through what was not put in yet.
CREATE FUNCTION settle_product_search() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT gin_clean_pending_list('public.product_search_by_word'::regclass);
END;
REVOKE EXECUTE ON FUNCTION settle_product_search() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settle_product_search() TO purveyor_service;
