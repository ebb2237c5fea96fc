-- Who goes on with a leaver's work owns it and can take it back: they ask for it, and neither decide about it nor is it decided for them
-- (product.md rule 7). As in 0026, and that.
CREATE OR REPLACE FUNCTION approval_decision_is_allowed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    v_plan record;
BEGIN
    SELECT p.state, p.requester_id, p.editor_person_ids AS editors, p.total, p.currency, m.person_id = NEW.person_id AS in_person
    INTO v_plan
    FROM public.approval_plans AS p
    JOIN public.memberships AS m ON m.account_id = p.account_id AND m.id = NEW.membership_id
    WHERE p.account_id = NEW.account_id AND p.id = NEW.plan_id;
    IF v_plan.in_person IS NOT TRUE THEN
        RAISE EXCEPTION 'the membership is somebody else''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_in_person';
    ELSIF NEW.person_id = ANY (v_plan.editors) OR NEW.for_person_id = ANY (v_plan.editors) THEN
        RAISE EXCEPTION 'the decider has changed what is decided on'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_never_by_an_editor';
    ELSIF EXISTS (
        WITH RECURSIVE heirs AS (
            SELECT v_plan.requester_id AS id
            UNION
            SELECT n.successor_id
            FROM heirs AS h
            JOIN public.memberships AS n ON n.account_id = NEW.account_id AND n.id = h.id
            JOIN public.accounts AS a ON a.id = n.account_id
            WHERE n.ends_on < greatest((NEW.decided_at AT TIME ZONE a.time_zone)::date, n.starts_on)
        )
        SELECT FROM heirs AS h
        JOIN public.memberships AS n ON n.account_id = NEW.account_id AND n.id = h.id
        WHERE n.id <> v_plan.requester_id AND (n.person_id = NEW.person_id OR n.person_id = NEW.for_person_id)
    ) THEN
        RAISE EXCEPTION 'the decider goes on with what is decided on, for who has left it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_never_by_an_heir';
    ELSIF v_plan.state <> 'pending' THEN
        RAISE EXCEPTION 'the approval has ended: it is %', v_plan.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_while_the_plan_waits';
    END IF;
    IF NEW.delegation_id IS NOT NULL THEN
        PERFORM FROM public.accounts AS a
        JOIN public.delegations AS d ON d.account_id = a.id AND d.id = NEW.delegation_id
        JOIN public.delegates AS g ON g.account_id = a.id AND g.delegation_id = d.id AND g.membership_id = NEW.membership_id
        JOIN public.memberships AS b ON b.account_id = a.id AND b.id = d.delegator_id
        CROSS JOIN LATERAL (SELECT (NEW.decided_at AT TIME ZONE a.time_zone)::date AS day) AS t
        WHERE a.id = NEW.account_id AND d.act = 'approve' AND b.id = NEW.for_membership_id AND b.person_id = NEW.for_person_id
            AND t.day BETWEEN d.starts_on AND d.ends_on AND (d.revoked_at IS NULL OR d.revoked_at > NEW.decided_at)
            AND t.day >= b.starts_on AND (b.ends_on IS NULL OR t.day <= b.ends_on)
            AND (NEW.decision <> 'approve' OR d.amount IS NULL OR (d.currency = v_plan.currency AND d.amount >= v_plan.total));
        IF NOT FOUND THEN
            RAISE EXCEPTION 'nobody has delegated this to the decider'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_as_delegated';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
