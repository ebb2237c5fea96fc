-- How people and their programs sign in: sessions that say from where they are, API keys, and attempts that are counted before they cost.
ALTER TABLE sessions ADD COLUMN address text;
ALTER TABLE sessions ADD COLUMN user_agent text;
ALTER TABLE sessions ADD COLUMN last_used_at timestamptz;
COMMENT ON COLUMN sessions.last_used_at IS 'To the minute or so: requests do not wait for it.';

-- Like a session a key belongs to a person and to no account: it is found by its secret before any account is known.
CREATE TABLE api_keys (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    -- in how many accounts it works; in none it opens nothing
    accounts integer NOT NULL,
    last_used_at timestamptz,
    last_used_address text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT api_keys_name_not_empty CHECK (name <> ''),
    CONSTRAINT api_keys_expire_after_creation CHECK (expires_at > created_at),
    CONSTRAINT api_keys_accounts_not_negative CHECK (accounts >= 0)
);
COMMENT ON TABLE api_keys IS 'What a person''s program signs in with. Revoked, never deleted.';
CREATE INDEX api_keys_by_person ON api_keys (person_id);

CREATE TABLE api_key_secrets (
    token_digest bytea NOT NULL,
    api_key_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    CONSTRAINT api_key_secrets_pkey PRIMARY KEY (token_digest),
    CONSTRAINT api_key_secrets_of_a_key FOREIGN KEY (api_key_id) REFERENCES api_keys (id)
);
COMMENT ON TABLE api_key_secrets IS 'The SHA-256 of a key''s secrets: the one that works, and for a while after a rotation the one before.';
CREATE INDEX api_key_secrets_by_key ON api_key_secrets (api_key_id);

CREATE TABLE api_key_accounts (
    account_id uuid NOT NULL,
    api_key_id uuid NOT NULL,
    -- what it may be used for, as far as its person may at that moment
    permissions text[] NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT api_key_accounts_pkey PRIMARY KEY (account_id, api_key_id),
    CONSTRAINT api_key_accounts_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT api_key_accounts_of_a_key FOREIGN KEY (api_key_id) REFERENCES api_keys (id),
    CONSTRAINT api_key_accounts_permit_something CHECK (cardinality(permissions) > 0)
);
COMMENT ON TABLE api_key_accounts IS 'In which accounts a key works, and for what there.';
CREATE INDEX api_key_accounts_by_key ON api_key_accounts (api_key_id);

ALTER TABLE api_key_accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key_accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY api_key_accounts_of_the_account ON api_key_accounts
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
-- GET /v1/me says of a key what it may do in each account.
CREATE POLICY api_key_accounts_of_the_person ON api_key_accounts FOR SELECT
    USING (EXISTS (SELECT FROM api_keys AS k WHERE k.id = api_key_accounts.api_key_id AND k.person_id = app_person()));

GRANT SELECT, INSERT ON api_keys, api_key_secrets, api_key_accounts TO purveyor_service;
GRANT UPDATE (name, expires_at, accounts, last_used_at, last_used_address, version) ON api_keys TO purveyor_service;
GRANT UPDATE (expires_at) ON api_key_secrets TO purveyor_service;
GRANT UPDATE (permissions, revoked_at) ON api_key_accounts TO purveyor_service;

-- An attempt counts as failed until it has succeeded, and is noted before its password is looked at: so a burst learns no more than a row
-- of attempts. Those from one address are noted one after the other; nobody waits for another address.
ALTER TABLE sign_in_failures ADD COLUMN id uuid;
COMMENT ON COLUMN sign_in_failures.id IS 'The attempt''s, so that one whose password was never looked at is taken back.';

CREATE FUNCTION note_sign_in_attempt(
    attempt_id uuid, attempt_email bytea, attempt_address text, attempt_at timestamptz, window_start timestamptz, per_person bigint,
    per_address bigint
) RETURNS timestamptz
    LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
DECLARE
    throttling timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('purveyor.sign-in ' || attempt_address, 0));
    SELECT max(f.failed_at) INTO throttling
    FROM (
        (
            SELECT e.failed_at FROM sign_in_failures AS e
            WHERE e.email_digest = attempt_email AND e.address = attempt_address AND e.failed_at > window_start
            ORDER BY e.failed_at DESC OFFSET per_person - 1 LIMIT 1
        )
        UNION ALL
        (
            SELECT a.failed_at FROM sign_in_failures AS a
            WHERE a.address = attempt_address AND a.failed_at > window_start
            ORDER BY a.failed_at DESC OFFSET per_address - 1 LIMIT 1
        )
    ) AS f;
    IF throttling IS NULL THEN
        DELETE FROM sign_in_failures AS o
        WHERE o.ctid IN (
            SELECT old.ctid FROM sign_in_failures AS old WHERE old.failed_at <= window_start LIMIT 100 FOR UPDATE SKIP LOCKED
        );
        INSERT INTO sign_in_failures (id, email_digest, address, failed_at)
        VALUES (attempt_id, attempt_email, attempt_address, attempt_at);
    END IF;
    RETURN throttling;
END
$$;
COMMENT ON FUNCTION note_sign_in_attempt IS 'When the attempt happened whose ageing out of the window ends the throttling; nothing is noted then. NULL: noted.';
-- Locking a row asks for a column that may be changed.
GRANT UPDATE (id) ON sign_in_failures TO purveyor_service;
