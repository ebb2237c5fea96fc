-- What the supplier's people do for their customers over HTTP: give the permissions that only the supplier gives, and make accounts known.

-- Whoever manages the supplier's people has both from the start, since nobody gives what they do not hold.
-- What is known becomes more: nothing that a client assumes is lost.
-- squawk-ignore ban-drop-constraint
ALTER TABLE staff DROP CONSTRAINT staff_permissions_known;
ALTER TABLE staff ADD CONSTRAINT staff_permissions_known CHECK (
    permissions <@ ARRAY[
        'manageStaff', 'manageTeams', 'manageCatalog', 'manageAccounts', 'manageTerms', 'readAllAccounts', 'readFeed']
) NOT VALID;
UPDATE staff SET permissions = permissions || '{manageAccounts,manageTerms}', version = version + 1 WHERE 'manageStaff' = ANY (permissions);

-- The first admin of an account is invited by the supplier, and so by nobody who has a place there.
ALTER TABLE invitations ADD COLUMN by_supplier boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN invitations.by_supplier IS 'Made by one of the supplier''s people for an account that nobody managed.';

-- What idempotency_keys is to the accounts, for whatever is done outside them (product.md rule 21).
CREATE TABLE person_idempotency_keys (
    person_id uuid NOT NULL,
    key text NOT NULL,
    request_digest bytea NOT NULL,
    status integer NOT NULL,
    headers json NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT person_idempotency_keys_pkey PRIMARY KEY (person_id, key),
    CONSTRAINT person_idempotency_keys_of_a_person FOREIGN KEY (person_id) REFERENCES persons (id)
);
COMMENT ON TABLE person_idempotency_keys IS 'The answer that was given to a key outside the accounts, kept for 24 hours at least.';
CREATE INDEX person_idempotency_keys_by_age ON person_idempotency_keys (person_id, created_at);

ALTER TABLE person_idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY person_idempotency_keys_of_the_person ON person_idempotency_keys
    USING (person_id = app_person()) WITH CHECK (person_id = app_person());
GRANT SELECT, INSERT, DELETE ON person_idempotency_keys TO purveyor_service;
