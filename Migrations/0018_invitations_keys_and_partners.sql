-- How people come in (invitations, resets of passwords, API keys), how far the supplier's people reach, and the resellers of record.
-- A link that somebody opens without being signed in names the account beside its secret, so that looking it up needs no way round row security.
CREATE TABLE invitations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    token_digest bytea NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    unit_id uuid NOT NULL,
    roles text[] NOT NULL,
    manager_id uuid,
    starts_on date,
    ends_on date,
    invited_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    accepted_at timestamptz,
    membership_id uuid,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT invitations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT invitations_into_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT invitations_under_a_manager FOREIGN KEY (account_id, manager_id) REFERENCES memberships (account_id, id),
    CONSTRAINT invitations_by_a_person FOREIGN KEY (invited_by) REFERENCES persons (id),
    CONSTRAINT invitations_become_a_membership FOREIGN KEY (account_id, membership_id) REFERENCES memberships (account_id, id),
    CONSTRAINT invitations_one_per_token UNIQUE (account_id, token_digest),
    CONSTRAINT invitations_have_a_role CHECK (cardinality(roles) > 0),
    CONSTRAINT invitations_email_is_lower_case CHECK (email = lower(email)),
    CONSTRAINT invitations_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT invitations_expire_after_creation CHECK (expires_at > created_at),
    CONSTRAINT invitations_used_once CHECK ((accepted_at IS NULL) = (membership_id IS NULL)),
    CONSTRAINT invitations_accepted_or_revoked CHECK (num_nonnulls(accepted_at, revoked_at) < 2)
);
COMMENT ON TABLE invitations IS 'A single-use link, by mail, to a place in a unit. Only the SHA-256 of its secret is kept.';
CREATE INDEX invitations_open ON invitations (account_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;

CREATE TABLE password_resets (
    token_digest bytea NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT password_resets_pkey PRIMARY KEY (token_digest),
    CONSTRAINT password_resets_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT password_resets_expire_after_creation CHECK (expires_at > created_at)
);
COMMENT ON TABLE password_resets IS 'A single-use link to a new password. Only the SHA-256 of its secret is kept.';
CREATE INDEX password_resets_by_person ON password_resets (person_id, created_at);

-- Like a session a key belongs to a person and to no account: it is found by its digest before any account is known.
CREATE TABLE api_keys (
    id uuid NOT NULL,
    token_digest bytea NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    -- nothing but these, as far as the person has them
    permissions text[] NOT NULL,
    -- every account of the person, or those in api_key_accounts
    in_all_accounts boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    replaces_id uuid,
    last_used_at timestamptz,
    last_used_address text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_one_per_token UNIQUE (token_digest),
    CONSTRAINT api_keys_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT api_keys_replace_a_key FOREIGN KEY (replaces_id) REFERENCES api_keys (id),
    CONSTRAINT api_keys_name_not_empty CHECK (name <> ''),
    CONSTRAINT api_keys_expire_after_creation CHECK (expires_at > created_at)
);
COMMENT ON TABLE api_keys IS 'What a program signs in with, for a person. Rotated: a key replaces another, and both work until the older one''s end.';
CREATE INDEX api_keys_by_person ON api_keys (person_id, created_at);

CREATE TABLE api_key_accounts (
    account_id uuid NOT NULL,
    api_key_id uuid NOT NULL,
    CONSTRAINT api_key_accounts_pkey PRIMARY KEY (account_id, api_key_id),
    CONSTRAINT api_key_accounts_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT api_key_accounts_of_a_key FOREIGN KEY (api_key_id) REFERENCES api_keys (id)
);
COMMENT ON TABLE api_key_accounts IS 'The accounts in which a key works, where it does not work in all of its person''s.';

-- Who is in the team already keeps what they can do today.
ALTER TABLE account_team_members ADD COLUMN access text NOT NULL DEFAULT 'edit';
ALTER TABLE account_team_members ADD CONSTRAINT account_team_members_access_known CHECK (access IN ('read', 'edit')) NOT VALID;
ALTER TABLE staff ADD COLUMN sees_all_accounts boolean NOT NULL DEFAULT false;
ALTER TABLE staff ADD COLUMN ended_at timestamptz;

CREATE TABLE partners (
    id uuid NOT NULL,
    external_id text,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT partners_pkey PRIMARY KEY (id),
    CONSTRAINT partners_one_per_external_id UNIQUE (external_id),
    CONSTRAINT partners_name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE partners IS 'Resellers of record.';

CREATE TABLE partner_people (
    partner_id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    CONSTRAINT partner_people_pkey PRIMARY KEY (partner_id, person_id, starts_on),
    CONSTRAINT partner_people_of_a_partner FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT partner_people_are_persons FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT partner_people_end_after_start CHECK (ends_on >= starts_on)
);
COMMENT ON TABLE partner_people IS 'Who works for a partner, from a day to a day.';
CREATE INDEX partner_people_by_person ON partner_people (person_id);

CREATE TABLE account_partners (
    account_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    CONSTRAINT account_partners_pkey PRIMARY KEY (account_id, partner_id, starts_on),
    CONSTRAINT account_partners_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT account_partners_are_partners FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT account_partners_end_after_start CHECK (ends_on >= starts_on)
);
COMMENT ON TABLE account_partners IS 'Which partner is an account''s reseller of record, from a day to a day, in the account''s time zone.';
CREATE INDEX account_partners_by_partner ON account_partners (partner_id);

-- From where and with what something was done, for the audit. Beside the hash chain, which covers what happened and who did it.
CREATE TABLE event_origins (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    session_id uuid,
    api_key_id uuid,
    address text,
    request_id text,
    CONSTRAINT event_origins_pkey PRIMARY KEY (account_id, sequence),
    CONSTRAINT event_origins_of_an_event FOREIGN KEY (account_id, sequence) REFERENCES events (account_id, sequence)
);
COMMENT ON TABLE event_origins IS 'The session or key, the address and the request that an event came from. Never changed.';

ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key_accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key_accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE account_partners ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_partners FORCE ROW LEVEL SECURITY;
ALTER TABLE event_origins ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_origins FORCE ROW LEVEL SECURITY;

CREATE POLICY invitations_of_the_account ON invitations
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY api_key_accounts_of_the_account ON api_key_accounts
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY api_key_accounts_of_the_person ON api_key_accounts FOR SELECT
    USING (EXISTS (SELECT FROM api_keys AS k WHERE k.id = api_key_accounts.api_key_id AND k.person_id = app_person()));
CREATE POLICY account_partners_of_the_account ON account_partners
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY account_partners_of_the_person ON account_partners FOR SELECT
    USING (EXISTS (SELECT FROM partner_people AS p WHERE p.partner_id = account_partners.partner_id AND p.person_id = app_person()));
CREATE POLICY event_origins_of_the_account ON event_origins
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());

GRANT SELECT, INSERT ON invitations, password_resets, api_keys, partners, partner_people, account_partners, event_origins
    TO purveyor_service;
GRANT UPDATE (token_digest, expires_at, revoked_at, accepted_at, membership_id, version) ON invitations TO purveyor_service;
GRANT UPDATE (used_at) ON password_resets TO purveyor_service;
GRANT UPDATE (name, permissions, in_all_accounts, expires_at, revoked_at, last_used_at, last_used_address, version) ON api_keys
    TO purveyor_service;
GRANT SELECT, INSERT, DELETE ON api_key_accounts TO purveyor_service;
GRANT UPDATE (name, disabled_at, version) ON partners TO purveyor_service;
GRANT UPDATE (ends_on) ON partner_people, account_partners TO purveyor_service;
