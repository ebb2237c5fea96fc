-- Who goes on with what somebody leaves behind, and how much members may order and approve.

-- What is left is not moved: from the day after the last one, what is the leaver's own is its successor's too, and the successor's
-- successor's, by derivation (product.md rule 15), and it still says who began it.
ALTER TABLE memberships ADD COLUMN successor_id uuid;
ALTER TABLE memberships ADD CONSTRAINT memberships_succeeded_by_a_member
    FOREIGN KEY (account_id, successor_id) REFERENCES memberships (account_id, id) NOT VALID;
ALTER TABLE memberships ADD CONSTRAINT memberships_succeeded_when_they_end
    CHECK (successor_id IS NULL OR (ends_on IS NOT NULL AND successor_id <> id)) NOT VALID;
COMMENT ON COLUMN memberships.successor_id IS 'Whose what this membership owns is once it has ended.';

CREATE TABLE spending_limits (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    membership_id uuid,
    -- a role's key, built in or the account's own
    role text,
    act text NOT NULL,
    period text NOT NULL,
    amount numeric(19, 4) NOT NULL,
    currency char(3) NOT NULL,
    CONSTRAINT spending_limits_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT spending_limits_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT spending_limits_of_a_membership FOREIGN KEY (account_id, membership_id) REFERENCES memberships (account_id, id),
    CONSTRAINT spending_limits_of_a_membership_or_a_role CHECK (num_nonnulls(membership_id, role) = 1),
    CONSTRAINT spending_limits_one_each UNIQUE NULLS NOT DISTINCT (account_id, membership_id, role, act, period),
    CONSTRAINT spending_limits_act_known CHECK (act IN ('order', 'approve')),
    CONSTRAINT spending_limits_period_known CHECK (period IN ('each', 'day', 'week', 'month', 'quarter', 'year')),
    CONSTRAINT spending_limits_amount_not_negative CHECK (amount >= 0)
);
COMMENT ON TABLE spending_limits IS 'How much a member, or whoever has a role, may order or approve: in one document, or in a period of the account''s calendar. Absent is no limit, zero is nothing.';

ALTER TABLE spending_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE spending_limits FORCE ROW LEVEL SECURITY;
CREATE POLICY spending_limits_of_the_account ON spending_limits
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT, DELETE ON spending_limits TO purveyor_service;
