-- The ledger (product.md rules 16 to 18): an account's events, numbered without a gap in commit order, each holding the hash of the one before;
-- and the feed, every account's events in one stable order.
CREATE TABLE ledger_heads (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT ledger_heads_pkey PRIMARY KEY (account_id),
    CONSTRAINT ledger_heads_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
COMMENT ON TABLE ledger_heads IS 'The last number and hash of an account''s ledger. Its row lock is the last lock of every writing transaction.';

CREATE TABLE events (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    actor_id uuid,
    on_behalf_of uuid,
    at timestamptz NOT NULL,
    -- json, not jsonb: the hash is over the text as it was written
    data json NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (account_id, sequence),
    CONSTRAINT events_of_an_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT events_of_a_person FOREIGN KEY (actor_id) REFERENCES persons (id),
    CONSTRAINT events_number_from_one CHECK (sequence >= 1)
);
COMMENT ON TABLE events IS 'What happened, to which account, by whom. Written only by append_events; nobody changes or deletes one. No actor: the system itself (an import).';
CREATE INDEX events_by_subject ON events (account_id, subject_id, sequence DESC);

CREATE TABLE feed_queue (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT feed_queue_pkey PRIMARY KEY (account_id, sequence)
);
COMMENT ON TABLE feed_queue IS 'Committed events that have no place in the feed yet. Whoever reads the feed gives them one first.';

CREATE TABLE feed (
    position bigint NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT feed_pkey PRIMARY KEY (position),
    CONSTRAINT feed_positions_start_at_one CHECK (position >= 1)
);
COMMENT ON TABLE feed IS 'Every account''s events in one order that never changes: positions are given to events that are already committed, one numberer at a time.';
CREATE UNIQUE INDEX feed_one_place_per_event ON feed (account_id, sequence);

ALTER TABLE ledger_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_heads FORCE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE feed_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed_queue FORCE ROW LEVEL SECURITY;
ALTER TABLE feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed FORCE ROW LEVEL SECURITY;

CREATE FUNCTION app_reads_feed() RETURNS boolean
    LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM staff AS s WHERE s.person_id = app_person() AND s.reads_feed);

CREATE POLICY ledger_heads_of_the_account ON ledger_heads
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY events_of_the_account ON events
    USING (account_id = app_account()) WITH CHECK (account_id = app_account());
CREATE POLICY events_of_the_feed ON events FOR SELECT
    USING ((SELECT app_reads_feed()));
-- Only append_events puts events into the queue, and only a reader of the feed takes them out: whoever could delete one would hide it (rule 18).
CREATE POLICY feed_queue_of_the_account ON feed_queue FOR INSERT
    WITH CHECK (account_id = app_account());
CREATE POLICY feed_queue_of_the_feed ON feed_queue
    USING ((SELECT app_reads_feed()));
CREATE POLICY feed_of_the_feed ON feed
    USING ((SELECT app_reads_feed())) WITH CHECK ((SELECT app_reads_feed()));

-- The one way to write events, one or thousands: arrays of equal length, in the order in which they happened.
-- Definer's rights, because the service may not insert into events itself; so it checks the account, as row security would.
-- The hash is sha256(previous hash || the event's fields, one a line); docs/ledger.md has the format for those who verify it elsewhere.
CREATE FUNCTION append_events(
    p_account uuid,
    p_ids uuid[],
    p_kinds text[],
    p_subject_kinds text[],
    p_subject_ids uuid[],
    p_actor uuid,
    p_on_behalf_of uuid,
    p_ats timestamptz[],
    p_data text[]
) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    v_sequence bigint;
    v_previous bytea;
    v_hash bytea;
BEGIN
    IF p_account IS DISTINCT FROM app_account() THEN
        RAISE EXCEPTION 'events of another account' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT h.sequence, h.hash INTO v_sequence, v_hash FROM ledger_heads AS h WHERE h.account_id = p_account FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO ledger_heads (account_id, sequence, hash) VALUES (p_account, 0, '\x00'::bytea)
        ON CONFLICT (account_id) DO UPDATE SET sequence = ledger_heads.sequence
        RETURNING sequence, hash INTO v_sequence, v_hash;
    END IF;
    FOR i IN 1..coalesce(array_length(p_ids, 1), 0) LOOP
        v_sequence := v_sequence + 1;
        v_previous := v_hash;
        v_hash := sha256(v_previous || convert_to(concat_ws(E'\n',
            p_account, v_sequence, p_ids[i], p_kinds[i], p_subject_kinds[i], p_subject_ids[i],
            coalesce(p_actor::text, '-'), coalesce(p_on_behalf_of::text, '-'),
            (extract(epoch FROM p_ats[i]) * 1000000)::bigint, p_data[i]), 'UTF8'));
        INSERT INTO events (account_id, sequence, id, kind, subject_kind, subject_id, actor_id, on_behalf_of, at, data, previous_hash, hash)
        VALUES (p_account, v_sequence, p_ids[i], p_kinds[i], p_subject_kinds[i], p_subject_ids[i], p_actor, p_on_behalf_of, p_ats[i],
            p_data[i]::json, v_previous, v_hash);
        INSERT INTO feed_queue (account_id, sequence) VALUES (p_account, v_sequence);
    END LOOP;
    UPDATE ledger_heads SET sequence = v_sequence, hash = v_hash WHERE account_id = p_account;
    RETURN v_sequence;
END
$$;

REVOKE ALL ON FUNCTION append_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events TO purveyor_service;
GRANT SELECT ON ledger_heads, events TO purveyor_service;
GRANT SELECT, DELETE ON feed_queue TO purveyor_service;
GRANT SELECT, INSERT ON feed TO purveyor_service;
