-- How far the supplier's people reach: what each of them may do beside serving accounts, whether they read or write where they serve, whom
-- they act for, and the resellers of record.

ALTER TABLE staff ADD COLUMN permissions text[] NOT NULL DEFAULT '{}';
ALTER TABLE staff ADD COLUMN ended_at timestamptz;
ALTER TABLE staff ADD COLUMN version integer NOT NULL DEFAULT 1;
-- Who read the feed still does. The old column stays for an instance of before that runs meanwhile.
UPDATE staff SET permissions = '{readFeed}' WHERE reads_feed;
ALTER TABLE staff ADD CONSTRAINT staff_permissions_known CHECK (
    permissions <@ ARRAY['manageStaff', 'manageTeams', 'readAllAccounts', 'readFeed']
) NOT VALID;
COMMENT ON COLUMN staff.permissions IS 'What they may do beside serving the accounts of their teams.';
COMMENT ON COLUMN staff.ended_at IS 'From when on they work for the supplier no more; never deleted, since history names them.';
COMMENT ON COLUMN staff.reads_feed IS 'Superseded by permissions: nothing reads it any more.';

CREATE FUNCTION app_staff_may(p_permission text) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN EXISTS (
        SELECT FROM staff AS s WHERE s.person_id = app_person() AND s.ended_at IS NULL AND p_permission = ANY (s.permissions));
COMMENT ON FUNCTION app_staff_may IS 'Whether the transaction''s person works for the supplier and may do this there.';
CREATE OR REPLACE FUNCTION app_reads_feed() RETURNS boolean
    LANGUAGE sql STABLE
    RETURN app_staff_may('readFeed');

-- What has no account has no account's ledger: this is where changes of the supplier's own side are kept.
CREATE TABLE supplier_changes (
    id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    actor_id uuid,
    at timestamptz NOT NULL,
    data json NOT NULL,
    CONSTRAINT supplier_changes_pkey PRIMARY KEY (id),
    CONSTRAINT supplier_changes_by_a_person FOREIGN KEY (actor_id) REFERENCES persons (id)
);
COMMENT ON TABLE supplier_changes IS 'What changed about staff and partners, who did it, before and after. Never changed; no actor is the command line.';
CREATE INDEX supplier_changes_by_subject ON supplier_changes (subject_id, at);

-- Who is in a team already keeps what they can do today. Each place has a name of its own, so that it can be changed.
ALTER TABLE account_team_members NO FORCE ROW LEVEL SECURITY;
ALTER TABLE account_team_members ADD COLUMN access text NOT NULL DEFAULT 'edit';
ALTER TABLE account_team_members ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE account_team_members ADD COLUMN id uuid;
ALTER TABLE account_team_members ALTER COLUMN id SET DEFAULT gen_random_uuid();
UPDATE account_team_members SET id = gen_random_uuid();
ALTER TABLE account_team_members ADD CONSTRAINT account_team_members_have_an_id CHECK (id IS NOT NULL) NOT VALID;
ALTER TABLE account_team_members ADD CONSTRAINT account_team_members_access_known CHECK (access IN ('read', 'edit')) NOT VALID;
COMMENT ON COLUMN account_team_members.access IS 'read: reads everything, writes nothing.';
-- squawk-ignore require-concurrent-index-creation
CREATE UNIQUE INDEX account_team_members_one_per_id ON account_team_members (account_id, id);
ALTER TABLE account_team_members FORCE ROW LEVEL SECURITY;

-- Whoever may read all accounts finds them all; what is in them still needs the transaction's account.
CREATE POLICY accounts_of_the_staff ON accounts FOR SELECT
    USING ((SELECT app_staff_may('readAllAccounts')));

CREATE TABLE partners (
    id uuid NOT NULL,
    name text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT partners_pkey PRIMARY KEY (id),
    CONSTRAINT partners_one_per_name UNIQUE (name),
    CONSTRAINT partners_name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE partners IS 'Resellers of record. Disabled, never deleted.';

CREATE TABLE partner_people (
    partner_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CONSTRAINT partner_people_pkey PRIMARY KEY (partner_id, id),
    CONSTRAINT partner_people_of_a_partner FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT partner_people_are_persons FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT partner_people_once_a_day UNIQUE (partner_id, person_id, starts_on),
    CONSTRAINT partner_people_end_after_start CHECK (ends_on >= starts_on)
);
COMMENT ON TABLE partner_people IS 'Who works for a partner, from a day to a day, in the time zone of the account that is looked at.';
CREATE INDEX partner_people_by_person ON partner_people (person_id);

CREATE TABLE account_partners (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CONSTRAINT account_partners_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT account_partners_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT account_partners_are_partners FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT account_partners_once_a_day UNIQUE (account_id, partner_id, starts_on),
    CONSTRAINT account_partners_end_after_start CHECK (ends_on >= starts_on)
);
COMMENT ON TABLE account_partners IS 'Which partner is an account''s reseller of record, from a day to a day, in the account''s time zone.';
CREATE INDEX account_partners_by_partner ON account_partners (partner_id);

ALTER TABLE account_partners ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_partners FORCE ROW LEVEL SECURITY;
CREATE POLICY account_partners_of_the_account ON account_partners
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY account_partners_of_the_person ON account_partners FOR SELECT
    USING (EXISTS (SELECT FROM partner_people AS w WHERE w.partner_id = account_partners.partner_id AND w.person_id = app_person()));
-- Its name and time zone, which the list of one's accounts needs.
CREATE POLICY accounts_of_the_partner ON accounts FOR SELECT
    USING (EXISTS (
        SELECT
        FROM account_partners AS r
        JOIN partner_people AS w ON w.partner_id = r.partner_id
        WHERE r.account_id = accounts.id AND w.person_id = app_person()));

-- The rep who wrote it down, or placed it, on behalf of a member.
ALTER TABLE quotes ADD COLUMN entered_by_person_id uuid;
ALTER TABLE quotes ADD CONSTRAINT quotes_entered_by_a_person FOREIGN KEY (entered_by_person_id) REFERENCES persons (id) NOT VALID;
ALTER TABLE quotes ADD CONSTRAINT quotes_whoever_enters_asks
    CHECK (entered_by_person_id IS NULL OR entered_by_person_id = ANY (editor_person_ids)) NOT VALID;
COMMENT ON COLUMN quotes.entered_by_person_id IS 'The rep who opened it on behalf of the requester; one of its editors (rule 7).';
ALTER TABLE orders ADD COLUMN entered_by_person_id uuid;
ALTER TABLE orders ADD CONSTRAINT orders_entered_by_a_person FOREIGN KEY (entered_by_person_id) REFERENCES persons (id) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_entered_for_a_member
    CHECK (entered_by_person_id IS NULL OR placed_by_id IS NOT NULL) NOT VALID;
COMMENT ON COLUMN orders.entered_by_person_id IS 'The rep who placed it on behalf of placed_by_id.';

-- Who may do what has changed (0025).
CREATE TRIGGER account_partners_tell_access AFTER INSERT OR UPDATE OR DELETE ON account_partners
    FOR EACH ROW EXECUTE FUNCTION tell_access_of_account();
CREATE TRIGGER partner_people_tell_access AFTER INSERT OR UPDATE OR DELETE ON partner_people
    FOR EACH ROW EXECUTE FUNCTION tell_access('person', 'person_id');
-- What is no account, person or credential concerns everybody: a partner is seldom disabled.
CREATE TRIGGER partners_tell_access AFTER UPDATE OF disabled_at OR DELETE ON partners
    FOR EACH ROW EXECUTE FUNCTION tell_access('partner', 'id');

GRANT SELECT, INSERT ON supplier_changes, partners, partner_people, account_partners TO purveyor_service;
GRANT UPDATE (name, disabled_at, version) ON partners TO purveyor_service;
GRANT UPDATE (ends_on, version) ON partner_people, account_partners TO purveyor_service;
