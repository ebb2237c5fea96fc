-- Every POST that creates or decides can be retried and happens once (product.md rule 21): the answer is written in the transaction of the change.
CREATE TABLE idempotency_keys (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    key text NOT NULL,
    request_digest bytea NOT NULL,
    status integer NOT NULL,
    headers json NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (account_id, person_id, key),
    CONSTRAINT idempotency_keys_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
COMMENT ON TABLE idempotency_keys IS 'The answer that was given to a key, kept for 24 hours at least.';
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (account_id, created_at);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_keys_of_the_account ON idempotency_keys
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT, INSERT, DELETE ON idempotency_keys TO purveyor_service;
