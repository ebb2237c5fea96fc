-- Who must agree to what. A plan is computed from a policy version and frozen with the exact content (its digest) that it is about.
CREATE TABLE approval_policies (
    account_id uuid NOT NULL,
    version integer NOT NULL,
    rules json NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT approval_policies_pkey PRIMARY KEY (account_id, version),
    CONSTRAINT approval_policies_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
COMMENT ON TABLE approval_policies IS 'An account''s rules, by version; the highest version counts. Never changed.';

CREATE TABLE approval_plans (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    revision integer NOT NULL,
    policy_version integer NOT NULL,
    digest bytea NOT NULL,
    requester_id uuid NOT NULL,
    requester_person_id uuid NOT NULL,
    submitter_person_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    total numeric(19, 4) NOT NULL,
    currency char(3) NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    requested_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT approval_plans_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT approval_plans_by_a_policy FOREIGN KEY (account_id, policy_version) REFERENCES approval_policies (account_id, version),
    CONSTRAINT approval_plans_by_a_member FOREIGN KEY (account_id, requester_id) REFERENCES memberships (account_id, id),
    CONSTRAINT approval_plans_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT approval_plans_state_known CHECK (state IN ('pending', 'approved', 'rejected', 'returned', 'recalled')),
    CONSTRAINT approval_plans_end_when_decided CHECK ((state = 'pending') = (ended_at IS NULL)),
    -- what decisions and orders refer to, so that the database itself holds rules 7, 8 and 9
    CONSTRAINT approval_plans_content UNIQUE (account_id, id, digest, requester_person_id, submitter_person_id),
    CONSTRAINT approval_plans_outcome UNIQUE (account_id, id, state, subject_id, revision)
);
COMMENT ON TABLE approval_plans IS 'What one revision needs before it can be ordered, frozen with the digest of its content.';
CREATE UNIQUE INDEX approval_plans_one_per_revision ON approval_plans (account_id, subject_kind, subject_id, revision);
CREATE INDEX approval_plans_newest_first ON approval_plans (account_id, requested_at DESC, id DESC);
CREATE INDEX approval_plans_waiting ON approval_plans (account_id, requested_at, id) WHERE state = 'pending';

CREATE TABLE approval_steps (
    account_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    step integer NOT NULL,
    rule text NOT NULL,
    reason text NOT NULL,
    role text NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT approval_steps_pkey PRIMARY KEY (account_id, plan_id, step),
    CONSTRAINT approval_steps_of_a_plan FOREIGN KEY (account_id, plan_id) REFERENCES approval_plans (account_id, id),
    CONSTRAINT approval_steps_for_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id)
);
COMMENT ON TABLE approval_steps IS 'One approval by somebody with this role over this unit, and the rule that asked for it.';

CREATE TABLE approval_decisions (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    step integer NOT NULL,
    decision text NOT NULL,
    comment text,
    digest bytea NOT NULL,
    requester_person_id uuid NOT NULL,
    submitter_person_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    person_id uuid NOT NULL,
    decided_at timestamptz NOT NULL,
    CONSTRAINT approval_decisions_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT approval_decisions_on_a_step FOREIGN KEY (account_id, plan_id, step) REFERENCES approval_steps (account_id, plan_id, step),
    CONSTRAINT approval_decisions_on_the_content_shown FOREIGN KEY (account_id, plan_id, digest, requester_person_id, submitter_person_id)
        REFERENCES approval_plans (account_id, id, digest, requester_person_id, submitter_person_id),
    CONSTRAINT approval_decisions_never_by_the_requester CHECK (person_id <> requester_person_id),
    CONSTRAINT approval_decisions_never_by_the_submitter CHECK (person_id <> submitter_person_id),
    CONSTRAINT approval_decisions_by_a_member FOREIGN KEY (account_id, membership_id) REFERENCES memberships (account_id, id),
    CONSTRAINT approval_decisions_decision_known CHECK (decision IN ('approve', 'reject', 'return')),
    CONSTRAINT approval_decisions_one_per_step UNIQUE (account_id, plan_id, step)
);
COMMENT ON TABLE approval_decisions IS 'Who decided what about exactly which content. Never changed.';

ALTER TABLE approval_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_policies FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_plans FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_steps FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_decisions FORCE ROW LEVEL SECURITY;

CREATE POLICY approval_policies_of_the_account ON approval_policies
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY approval_plans_of_the_account ON approval_plans
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY approval_steps_of_the_account ON approval_steps
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY approval_decisions_of_the_account ON approval_decisions
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT ON approval_policies, approval_plans, approval_steps, approval_decisions TO purveyor_service;
GRANT UPDATE (state, version, ended_at) ON approval_plans TO purveyor_service;
