-- How people come in: by a link in a mail. Mails are rows of the transaction that causes them, and are sent after it.

-- A transaction that sends mail says so; no other reads what one says, since it holds a secret.
CREATE FUNCTION app_sends_mail() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('app.sends_mail', true), '') = 'on';

CREATE TABLE mails (
    id uuid NOT NULL,
    kind text NOT NULL,
    created_at timestamptz NOT NULL,
    -- also: until when one worker has it
    next_try_at timestamptz NOT NULL,
    give_up_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    last_failure text,
    CONSTRAINT mails_pkey PRIMARY KEY (id),
    CONSTRAINT mails_kind_known CHECK (kind IN ('invitation', 'passwordReset')),
    CONSTRAINT mails_sent_or_given_up CHECK (num_nonnulls(sent_at, given_up_at) < 2)
);
COMMENT ON TABLE mails IS 'What has become of each mail. Nothing of what it says, nor to whom.';
CREATE INDEX mails_waiting ON mails (next_try_at, id) WHERE sent_at IS NULL AND given_up_at IS NULL;

CREATE TABLE mail_contents (
    mail_id uuid NOT NULL,
    recipient_name text,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    CONSTRAINT mail_contents_pkey PRIMARY KEY (mail_id),
    CONSTRAINT mail_contents_of_a_mail FOREIGN KEY (mail_id) REFERENCES mails (id)
);
COMMENT ON TABLE mail_contents IS 'What a mail says, and to whom, until it has been sent or given up.';

CREATE TABLE invitations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    token_digest bytea NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    unit_id uuid NOT NULL,
    roles text[] NOT NULL,
    manager_id uuid,
    starts_on date,
    ends_on date,
    -- as the ledger has them: act, period, limit
    limits jsonb NOT NULL,
    invited_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    mail_id uuid NOT NULL,
    mailed_at timestamptz NOT NULL,
    mails integer NOT NULL DEFAULT 1,
    revoked_at timestamptz,
    accepted_at timestamptz,
    membership_id uuid,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT invitations_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT invitations_into_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES units (account_id, id),
    CONSTRAINT invitations_under_a_manager FOREIGN KEY (account_id, manager_id) REFERENCES memberships (account_id, id),
    CONSTRAINT invitations_by_a_person FOREIGN KEY (invited_by) REFERENCES persons (id),
    CONSTRAINT invitations_by_mail FOREIGN KEY (mail_id) REFERENCES mails (id),
    CONSTRAINT invitations_become_a_membership FOREIGN KEY (account_id, membership_id) REFERENCES memberships (account_id, id),
    CONSTRAINT invitations_one_per_token UNIQUE (account_id, token_digest),
    CONSTRAINT invitations_have_a_role CHECK (cardinality(roles) > 0),
    CONSTRAINT invitations_email_is_lower_case CHECK (email = lower(email)),
    CONSTRAINT invitations_name_not_empty CHECK (name <> ''),
    CONSTRAINT invitations_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT invitations_expire_after_creation CHECK (expires_at > created_at),
    CONSTRAINT invitations_used_once CHECK ((accepted_at IS NULL) = (membership_id IS NULL)),
    CONSTRAINT invitations_accepted_or_revoked CHECK (num_nonnulls(accepted_at, revoked_at) < 2)
);
COMMENT ON TABLE invitations IS 'A single-use link, by mail, to a place in a unit. Only the SHA-256 of its secret is kept; the link names the account beside it, so that looking it up needs no way round row security.';
CREATE UNIQUE INDEX invitations_one_open_per_email_and_unit ON invitations (account_id, email, unit_id)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_by_mailing ON invitations (account_id, mailed_at);
CREATE INDEX invitations_by_mail ON invitations (mail_id);

CREATE TABLE password_resets (
    token_digest bytea NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT password_resets_pkey PRIMARY KEY (token_digest),
    CONSTRAINT password_resets_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT password_resets_expire_after_creation CHECK (expires_at > created_at)
);
COMMENT ON TABLE password_resets IS 'A single-use link to a new password. Only the SHA-256 of its secret is kept. Ended: used, or another one was, or the password was changed.';
CREATE INDEX password_resets_open ON password_resets (person_id) WHERE ended_at IS NULL;

CREATE TABLE password_reset_requests (
    email_digest bytea NOT NULL,
    address text NOT NULL,
    requested_at timestamptz NOT NULL
);
COMMENT ON TABLE password_reset_requests IS 'Who asked for a new password, known or not, counted per e-mail and per address, so that nobody floods a mailbox.';
CREATE INDEX password_reset_requests_by_address ON password_reset_requests (address, requested_at);
CREATE INDEX password_reset_requests_by_email ON password_reset_requests (email_digest, requested_at);

ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE mails FORCE ROW LEVEL SECURITY;
ALTER TABLE mail_contents ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_contents FORCE ROW LEVEL SECURITY;
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;

CREATE POLICY invitations_of_the_account ON invitations
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
-- Any transaction posts mails, new ones only.
CREATE POLICY mails_are_posted ON mails FOR INSERT
    WITH CHECK (tries = 0 AND num_nonnulls(sent_at, given_up_at, last_failure) = 0);
CREATE POLICY mails_for_the_sender ON mails
    USING (app_sends_mail()) WITH CHECK (app_sends_mail());
-- An account sees what has become of its invitations' mails, and calls back one that has not been sent.
CREATE POLICY mails_of_the_account ON mails FOR SELECT
    USING (EXISTS (SELECT FROM invitations AS i WHERE i.account_id = app_account() AND i.mail_id = mails.id));
CREATE POLICY mails_called_back_by_the_account ON mails FOR UPDATE
    USING (EXISTS (SELECT FROM invitations AS i WHERE i.account_id = app_account() AND i.mail_id = mails.id))
    WITH CHECK (given_up_at IS NOT NULL);
CREATE POLICY mail_contents_are_posted ON mail_contents FOR INSERT WITH CHECK (true);
CREATE POLICY mail_contents_for_the_sender ON mail_contents
    USING (app_sends_mail()) WITH CHECK (app_sends_mail());

GRANT SELECT, INSERT ON mails, invitations, password_resets TO purveyor_service;
GRANT UPDATE (next_try_at, tries, sent_at, given_up_at, last_failure) ON mails TO purveyor_service;
GRANT SELECT, INSERT, DELETE ON mail_contents, password_reset_requests TO purveyor_service;
GRANT UPDATE (token_digest, expires_at, mail_id, mailed_at, mails, revoked_at, accepted_at, membership_id, version) ON invitations
    TO purveyor_service;
GRANT UPDATE (ended_at) ON password_resets TO purveyor_service;
