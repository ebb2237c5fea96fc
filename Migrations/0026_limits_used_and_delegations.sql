-- What is taken of the limits, and who may approve or buy for whom, for a time. A decision for somebody has both people, and the database
-- refuses it where either has asked for what is decided (product.md rule 7), whatever the service were to ask of it.
CREATE TABLE limit_holders (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    act text NOT NULL,
    CONSTRAINT limit_holders_pkey PRIMARY KEY (account_id, person_id, act),
    CONSTRAINT limit_holders_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT limit_holders_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT limit_holders_act_known CHECK (act IN ('order', 'approve'))
);
COMMENT ON TABLE limit_holders IS 'Whose limits are counted: locked by every act that counts on them, so that of two at once the second sees the first.';

CREATE TABLE limit_uses (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    amount numeric(19, 4) NOT NULL,
    currency char(3) NOT NULL,
    used_on date NOT NULL,
    released_at timestamptz,
    CONSTRAINT limit_uses_pkey PRIMARY KEY (account_id, person_id, act, subject_id),
    CONSTRAINT limit_uses_of_a_holder FOREIGN KEY (account_id, person_id, act) REFERENCES limit_holders (account_id, person_id, act),
    CONSTRAINT limit_uses_amount_not_negative CHECK (amount >= 0)
);
COMMENT ON TABLE limit_uses IS 'What a person has taken of their limits, by document (an order, or the plan of an approval) and day of the account''s calendar; released where it has come to nothing.';
CREATE INDEX limit_uses_by_day ON limit_uses (account_id, person_id, act, used_on) INCLUDE (amount, currency) WHERE released_at IS NULL;
CREATE INDEX limit_uses_by_subject ON limit_uses (account_id, subject_id) WHERE released_at IS NULL;

CREATE TABLE delegations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    delegator_id uuid NOT NULL,
    act text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    amount numeric(19, 4),
    currency char(3),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT delegations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT delegations_by_a_member FOREIGN KEY (account_id, delegator_id) REFERENCES memberships (account_id, id),
    CONSTRAINT delegations_act_known CHECK (act IN ('order', 'approve')),
    CONSTRAINT delegations_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT delegations_amount_has_a_currency CHECK (num_nonnulls(amount, currency) <> 1),
    CONSTRAINT delegations_amount_not_negative CHECK (amount >= 0)
);
COMMENT ON TABLE delegations IS 'From a day to a day, both inclusive in the account''s time zone, somebody else may approve or buy for a member, up to an amount for each document; it never widens what the member may do.';
CREATE INDEX delegations_by_delegator ON delegations (account_id, delegator_id, id DESC);

CREATE TABLE delegates (
    account_id uuid NOT NULL,
    delegation_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    CONSTRAINT delegates_pkey PRIMARY KEY (account_id, delegation_id, membership_id),
    CONSTRAINT delegates_of_a_delegation FOREIGN KEY (account_id, delegation_id) REFERENCES delegations (account_id, id),
    CONSTRAINT delegates_are_members FOREIGN KEY (account_id, membership_id) REFERENCES memberships (account_id, id)
);
COMMENT ON TABLE delegates IS 'The named people of a delegation. What was delegated to them they cannot pass on.';
CREATE INDEX delegates_by_member ON delegates (account_id, membership_id);

-- A delegation is only ever shortened, and revoked once.
CREATE FUNCTION delegation_is_only_shortened() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'a delegation is made anew and not lengthened'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'delegations_only_shortened';
END
$$;

CREATE TRIGGER delegations_only_shortened BEFORE UPDATE ON delegations
    FOR EACH ROW WHEN (NEW.ends_on > OLD.ends_on OR OLD.revoked_at IS NOT NULL)
    EXECUTE FUNCTION delegation_is_only_shortened();

-- "A for B" on a decision and on an order.
ALTER TABLE approval_decisions ADD COLUMN delegation_id uuid;
ALTER TABLE approval_decisions ADD COLUMN for_membership_id uuid;
ALTER TABLE approval_decisions ADD COLUMN for_person_id uuid;
COMMENT ON COLUMN approval_decisions.for_membership_id IS 'For whom it was decided, by delegation; whose limits it counts on.';
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_under_a_delegation
    FOREIGN KEY (account_id, delegation_id) REFERENCES delegations (account_id, id) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_for_a_member
    FOREIGN KEY (account_id, for_membership_id) REFERENCES memberships (account_id, id) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_for_somebody_by_delegation
    CHECK (num_nonnulls(delegation_id, for_membership_id, for_person_id) IN (0, 3)) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_never_for_the_requester
    CHECK (for_person_id <> requester_person_id) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_never_for_the_submitter
    CHECK (for_person_id <> submitter_person_id) NOT VALID;
ALTER TABLE approval_decisions ADD CONSTRAINT approval_decisions_for_somebody_else
    CHECK (for_person_id <> person_id) NOT VALID;

ALTER TABLE orders ADD COLUMN placed_by_id uuid;
ALTER TABLE orders ADD COLUMN placed_for_id uuid;
ALTER TABLE orders ADD COLUMN delegation_id uuid;
COMMENT ON COLUMN orders.placed_by_id IS 'Who ordered; not known of orders made before this was kept, and of imported ones.';
COMMENT ON COLUMN orders.placed_for_id IS 'For whom it was ordered, by delegation; whose limits it counts on.';
ALTER TABLE orders ADD CONSTRAINT orders_placed_by_a_member
    FOREIGN KEY (account_id, placed_by_id) REFERENCES memberships (account_id, id) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_placed_for_a_member
    FOREIGN KEY (account_id, placed_for_id) REFERENCES memberships (account_id, id) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_under_a_delegation
    FOREIGN KEY (account_id, delegation_id) REFERENCES delegations (account_id, id) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_for_somebody_by_delegation
    CHECK (num_nonnulls(delegation_id, placed_for_id) IN (0, 2)) NOT VALID;

-- As in 0012, and for a decision for somebody: that it is theirs, that they have changed nothing of it, and that they had delegated it.
CREATE OR REPLACE FUNCTION approval_decision_is_allowed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    v_plan record;
BEGIN
    SELECT p.state, p.editor_person_ids AS editors, p.total, p.currency, m.person_id = NEW.person_id AS in_person
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

-- What is delegated to somebody is remembered with what else they may do (0025).
CREATE TRIGGER delegations_tell_access AFTER INSERT OR UPDATE OR DELETE ON delegations
    FOR EACH ROW EXECUTE FUNCTION tell_access_of_account();
CREATE TRIGGER delegates_tell_access AFTER INSERT OR UPDATE OR DELETE ON delegates
    FOR EACH ROW EXECUTE FUNCTION tell_access_of_account();

ALTER TABLE limit_holders ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_holders FORCE ROW LEVEL SECURITY;
ALTER TABLE limit_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_uses FORCE ROW LEVEL SECURITY;
ALTER TABLE delegations ENABLE ROW LEVEL SECURITY;
ALTER TABLE delegations FORCE ROW LEVEL SECURITY;
ALTER TABLE delegates ENABLE ROW LEVEL SECURITY;
ALTER TABLE delegates FORCE ROW LEVEL SECURITY;

CREATE POLICY limit_holders_of_the_account ON limit_holders
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY limit_uses_of_the_account ON limit_uses
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY delegations_of_the_account ON delegations
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY delegates_of_the_account ON delegates
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT, UPDATE (act) ON limit_holders TO purveyor_service;
GRANT SELECT, INSERT, UPDATE (released_at) ON limit_uses TO purveyor_service;
GRANT SELECT, INSERT, UPDATE (ends_on, version, revoked_at) ON delegations TO purveyor_service;
GRANT SELECT, INSERT ON delegates TO purveyor_service;
