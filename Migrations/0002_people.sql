-- Persons sign in; they belong to no account (one person may be a member of several), so these tables have no row security:
-- reading a person's name inside an account goes through the account's memberships.
CREATE TABLE persons (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    language text NOT NULL DEFAULT 'en',
    password_hash text,
    created_at timestamptz NOT NULL,
    CONSTRAINT persons_pkey PRIMARY KEY (id),
    CONSTRAINT persons_email_has_an_at CHECK (position('@' IN email) > 1),
    CONSTRAINT persons_email_is_lower_case CHECK (email = lower(email)),
    CONSTRAINT persons_name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE persons IS 'Somebody who can sign in.';
CREATE UNIQUE INDEX persons_one_per_email ON persons (email);

CREATE TABLE sessions (
    token_digest bytea NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT sessions_pkey PRIMARY KEY (token_digest),
    CONSTRAINT sessions_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT sessions_expire_after_creation CHECK (expires_at > created_at)
);
COMMENT ON TABLE sessions IS 'A sign-in. Only the SHA-256 of its token is kept.';
CREATE INDEX sessions_by_person ON sessions (person_id, created_at);

CREATE TABLE sign_in_failures (
    email_digest bytea NOT NULL,
    address text NOT NULL,
    failed_at timestamptz NOT NULL
);
COMMENT ON TABLE sign_in_failures IS 'Failed sign-ins, counted per e-mail and address and per address, so that nobody can lock out somebody else.';
CREATE INDEX sign_in_failures_by_address ON sign_in_failures (address, failed_at);
CREATE INDEX sign_in_failures_by_email ON sign_in_failures (email_digest, address, failed_at);

CREATE TABLE staff (
    person_id uuid NOT NULL,
    title text NOT NULL,
    reads_feed boolean NOT NULL DEFAULT false,
    CONSTRAINT staff_pkey PRIMARY KEY (person_id),
    CONSTRAINT staff_are_persons FOREIGN KEY (person_id) REFERENCES persons (id)
);
COMMENT ON TABLE staff IS 'The supplier''s people. Which accounts one serves is in account_team_members.';

GRANT SELECT, INSERT, UPDATE ON persons TO purveyor_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO purveyor_service;
GRANT SELECT, INSERT, DELETE ON sign_in_failures TO purveyor_service;
GRANT SELECT, INSERT, UPDATE ON staff TO purveyor_service;
