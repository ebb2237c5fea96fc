-- Rules 7, 9 and 11, held by the database whatever the service were to ask of it: who changed a quote asked for it too, a plan keeps the
-- steps that it was made with and is approved only by a decision on each of them, and a decision is that of the membership's own person.

-- Row security is forced on the owner too, who fills in the new columns below; it is forced again at the end.
ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships NO FORCE ROW LEVEL SECURITY;
ALTER TABLE quotes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_plans NO FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_steps NO FORCE ROW LEVEL SECURITY;

-- Who changed it, besides the requester. The ledger knows it of the quotes that there are.
ALTER TABLE quotes ADD COLUMN editor_person_ids uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE approval_plans ADD COLUMN editor_person_ids uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN quotes.editor_person_ids IS 'Who changed it in any revision, besides the requester: they asked for it too (rule 7).';
COMMENT ON COLUMN approval_plans.editor_person_ids IS 'Who had changed the subject, besides the requester, when the plan was made.';

UPDATE quotes AS q
SET editor_person_ids = e.persons
FROM (
    SELECT e.account_id, e.subject_id, array_agg(DISTINCT e.actor_id) AS persons
    FROM quotes AS q
    JOIN memberships AS m ON m.account_id = q.account_id AND m.id = q.requester_id
    JOIN events AS e ON e.account_id = q.account_id AND e.subject_id = q.id
    WHERE e.kind = 'quoteChanged' AND e.actor_id <> m.person_id
    GROUP BY e.account_id, e.subject_id
) AS e
WHERE e.account_id = q.account_id AND q.id = e.subject_id;

-- A plan says with how many steps it was made, so that none is ever added.
ALTER TABLE approval_plans ADD COLUMN step_count integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN approval_plans.step_count IS 'How many steps the plan was made with: no fewer are committed, and none is added.';

UPDATE approval_plans AS p
SET step_count = (SELECT count(*) FROM approval_steps AS s WHERE s.account_id = p.account_id AND s.plan_id = p.id),
    editor_person_ids = ARRAY(
        SELECT DISTINCT e.actor_id
        FROM events AS e
        WHERE e.account_id = p.account_id AND e.subject_id = p.subject_id AND e.kind = 'quoteChanged' AND e.at <= p.requested_at
            AND e.actor_id <> p.requester_person_id);

-- What no constraint can say. The functions have the caller's rights, read one account, and name the schema, so that no temporary table of
-- the caller's can stand in; what row security were to hide from them makes them refuse.
CREATE FUNCTION approval_plan_is_whole() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    v_steps integer;
BEGIN
    SELECT count(*) INTO v_steps FROM public.approval_steps AS s WHERE s.account_id = NEW.account_id AND s.plan_id = NEW.id;
    IF v_steps <> NEW.step_count THEN
        RAISE EXCEPTION 'the plan has % of its % steps', v_steps, NEW.step_count
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_have_their_steps';
    END IF;
    IF NEW.state = 'approved' THEN
        RAISE EXCEPTION 'a plan with steps begins undecided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_approved_by_decisions';
    END IF;
    PERFORM FROM public.memberships AS m
    WHERE m.account_id = NEW.account_id AND m.id = NEW.requester_id AND m.person_id = NEW.requester_person_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the requester''s membership is somebody else''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_in_person';
    END IF;
    IF NEW.subject_kind = 'quote' THEN
        PERFORM FROM public.quotes AS q
        WHERE q.account_id = NEW.account_id AND q.id = NEW.subject_id AND q.requester_id = NEW.requester_id
            AND q.editor_person_ids <@ NEW.editor_person_ids;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the plan leaves out who asked for the quote'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_name_who_asked';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

-- Deferred: the steps come after the plan that they refer to. One without steps is complete at once.
CREATE CONSTRAINT TRIGGER approval_plans_have_their_steps AFTER INSERT ON approval_plans
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.step_count <> 0)
    EXECUTE FUNCTION approval_plan_is_whole();

-- A step has one decision at most, so as many approvals as steps are one for each.
CREATE FUNCTION approval_plan_may_end() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    v_approved integer;
BEGIN
    IF OLD.state <> 'pending' THEN
        RAISE EXCEPTION 'the approval has ended: it is %', OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_end_once';
    END IF;
    SELECT count(*) INTO v_approved
    FROM public.approval_decisions AS d
    WHERE d.account_id = NEW.account_id AND d.plan_id = NEW.id AND d.decision = 'approve';
    IF v_approved <> NEW.step_count THEN
        RAISE EXCEPTION '% of % steps are approved', v_approved, NEW.step_count
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_approved_by_decisions';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER approval_plans_approved_by_decisions BEFORE UPDATE OF state ON approval_plans
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND (NEW.state = 'approved' OR OLD.state <> 'pending'))
    EXECUTE FUNCTION approval_plan_may_end();

CREATE FUNCTION approval_step_is_of_the_plan() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM FROM public.approval_plans AS p
    WHERE p.account_id = NEW.account_id AND p.id = NEW.plan_id AND NEW.step BETWEEN 1 AND p.step_count;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the plan was not made with a step %', NEW.step
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_steps_as_the_plan_was_made';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER approval_steps_as_the_plan_was_made AFTER INSERT ON approval_steps
    FOR EACH ROW EXECUTE FUNCTION approval_step_is_of_the_plan();

CREATE FUNCTION approval_decision_is_allowed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    v_state text;
    v_edited boolean;
    v_in_person boolean;
BEGIN
    SELECT p.state, NEW.person_id = ANY (p.editor_person_ids), m.person_id = NEW.person_id
    INTO v_state, v_edited, v_in_person
    FROM public.approval_plans AS p
    JOIN public.memberships AS m ON m.account_id = p.account_id AND m.id = NEW.membership_id
    WHERE p.account_id = NEW.account_id AND p.id = NEW.plan_id;
    IF v_in_person IS NOT TRUE THEN
        RAISE EXCEPTION 'the membership is somebody else''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_in_person';
    ELSIF v_edited THEN
        RAISE EXCEPTION 'the decider has changed what is decided on'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_never_by_an_editor';
    ELSIF v_state <> 'pending' THEN
        RAISE EXCEPTION 'the approval has ended: it is %', v_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_while_the_plan_waits';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER approval_decisions_as_the_plan_allows AFTER INSERT ON approval_decisions
    FOR EACH ROW EXECUTE FUNCTION approval_decision_is_allowed();

CREATE FUNCTION quote_editors_are_kept() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'who has changed a quote is not forgotten'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'quotes_editors_never_forgotten';
END
$$;

CREATE TRIGGER quotes_editors_never_forgotten BEFORE UPDATE OF editor_person_ids ON quotes
    FOR EACH ROW WHEN (NOT OLD.editor_person_ids <@ NEW.editor_person_ids)
    EXECUTE FUNCTION quote_editors_are_kept();

ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
ALTER TABLE quotes FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_plans FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_steps FORCE ROW LEVEL SECURITY;
