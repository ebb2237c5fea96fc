-- An order for somebody is made under a delegation that is in force at that moment, whatever the service were to ask of it: what 0026 holds of
-- decisions. Orders without one, nearly all, cost a comparison.
CREATE FUNCTION order_is_as_delegated() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    -- Locked, so that a revocation at the same moment comes before it or after.
    PERFORM FROM public.accounts AS a
    JOIN public.delegations AS d ON d.account_id = a.id AND d.id = NEW.delegation_id
    JOIN public.delegates AS g ON g.account_id = a.id AND g.delegation_id = d.id AND g.membership_id = NEW.placed_by_id
    JOIN public.memberships AS o ON o.account_id = a.id AND o.id = g.membership_id
    JOIN public.memberships AS b ON b.account_id = a.id AND b.id = d.delegator_id
    CROSS JOIN LATERAL (SELECT (NEW.placed_at AT TIME ZONE a.time_zone)::date AS day) AS t
    WHERE a.id = NEW.account_id AND d.act = 'order' AND b.id = NEW.placed_for_id AND b.person_id <> o.person_id
        AND t.day BETWEEN d.starts_on AND d.ends_on AND (d.revoked_at IS NULL OR d.revoked_at > NEW.placed_at)
        AND t.day >= b.starts_on AND (b.ends_on IS NULL OR t.day <= b.ends_on)
        AND t.day >= o.starts_on AND (o.ends_on IS NULL OR t.day <= o.ends_on)
        AND (d.amount IS NULL OR (d.currency = NEW.currency AND d.amount >= NEW.total))
    FOR SHARE OF d;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody has delegated this to whoever ordered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'orders_as_delegated';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER orders_as_delegated AFTER INSERT ON orders
    FOR EACH ROW WHEN (NEW.delegation_id IS NOT NULL)
    EXECUTE FUNCTION order_is_as_delegated();
