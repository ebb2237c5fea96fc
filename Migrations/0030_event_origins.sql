-- From where and with what something was done, for the audit. Beside the hash chain, which covers what happened and who did it, so that what
-- was verified before still is (docs/decisions/0007).
CREATE TABLE event_origins (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    -- the event's: what is asked by address is answered in the order of time
    at timestamptz NOT NULL,
    session_id uuid,
    api_key_id uuid,
    address text,
    request_id text,
    CONSTRAINT event_origins_pkey PRIMARY KEY (account_id, sequence),
    CONSTRAINT event_origins_of_an_event FOREIGN KEY (account_id, sequence) REFERENCES events (account_id, sequence),
    CONSTRAINT event_origins_say_something CHECK (num_nonnulls(session_id, api_key_id, address, request_id) > 0)
);
COMMENT ON TABLE event_origins IS 'The session or key, the address and the request that an event came from. Written only by append_events; nobody changes or deletes one. None: no request did it (an import).';
CREATE INDEX event_origins_by_address ON event_origins (account_id, address, at, sequence);

ALTER TABLE event_origins ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_origins FORCE ROW LEVEL SECURITY;
CREATE POLICY event_origins_of_the_account ON event_origins
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
GRANT SELECT ON event_origins TO purveyor_service;

-- As append_events of 0004, which it calls, and with the origin: one statement still. Definer's rights, because the service may neither insert,
-- change nor delete an origin itself. The former stays for instances that run while this is put in.
CREATE FUNCTION append_events(
    p_account uuid,
    p_ids uuid[],
    p_kinds text[],
    p_subject_kinds text[],
    p_subject_ids uuid[],
    p_actor uuid,
    p_on_behalf_of uuid,
    p_ats timestamptz[],
    p_data text[],
    p_session uuid,
    p_api_key uuid,
    p_address text,
    p_request text
) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    v_last bigint;
BEGIN
    v_last := append_events(p_account, p_ids, p_kinds, p_subject_kinds, p_subject_ids, p_actor, p_on_behalf_of, p_ats, p_data);
    IF num_nonnulls(p_session, p_api_key, p_address, p_request) > 0 THEN
        INSERT INTO event_origins (account_id, sequence, at, session_id, api_key_id, address, request_id)
        SELECT p_account, v_last - cardinality(p_ids) + i, p_ats[i], p_session, p_api_key, p_address, p_request
        FROM generate_subscripts(p_ids, 1) AS i;
    END IF;
    RETURN v_last;
END
$$;

REVOKE ALL ON FUNCTION append_events(uuid, uuid[], text[], text[], uuid[], uuid, uuid, timestamptz[], text[], uuid, uuid, text, text)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events(uuid, uuid[], text[], text[], uuid[], uuid, uuid, timestamptz[], text[], uuid, uuid, text, text)
    TO purveyor_service;
