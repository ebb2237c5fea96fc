-- When a change of the master catalog was made, so that the state in which a past day left a product is found: the time is the one that
-- its statements wrote on the products, and no change is before the one that it follows.
ALTER TABLE catalog_changes ADD COLUMN changed_at timestamptz;
COMMENT ON COLUMN catalog_changes.changed_at IS 'Of a change that touched products: when, never before an earlier one.';

CREATE FUNCTION date_catalog_change(number bigint, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.catalog_changes AS c
    SET changed_at = greatest(c.changed_at, at, (
        SELECT o.changed_at FROM public.catalog_changes AS o WHERE o.change < c.change AND o.changed_at IS NOT NULL
        ORDER BY o.change DESC LIMIT 1))
    WHERE c.change = number;
$$;
REVOKE EXECUTE ON FUNCTION date_catalog_change(bigint, timestamptz) FROM PUBLIC;

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
    PERFORM public.date_catalog_change(public.begin_catalog_change(), (SELECT max(p.updated_at) FROM changed AS p));
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record_product_prices() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    number := public.begin_catalog_change();
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
    -- Who wrote the products in the same transaction has said when.
    IF NOT EXISTS (SELECT FROM public.catalog_changes AS c WHERE c.change = number AND c.changed_at IS NOT NULL) THEN
        PERFORM public.date_catalog_change(number, (
            SELECT max(p.updated_at) FROM public.products AS p JOIN changed AS c ON c.product_id = p.id));
    END IF;
    RETURN NULL;
END
$$;
