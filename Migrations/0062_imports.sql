-- Files that the supplier's people send in over HTTP, each a job that some instance carries out. The input is kept until then, so that what
-- was acknowledged survives a killed process. A job is its person's; what it did to an account or to the catalog stands there.
CREATE FUNCTION app_runs_imports() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('app.runs_imports', true), '') = 'on';

CREATE TABLE imports (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    -- whose contracts; none for the master catalog's files
    for_account uuid,
    -- JSON: how it is to be taken
    options text NOT NULL,
    created_at timestamptz NOT NULL,
    -- when the whole file was there; until then it is no job
    ready_at timestamptz,
    input_bytes bigint NOT NULL DEFAULT 0,
    -- with what it was asked for
    session_id uuid,
    address text,
    request text,
    -- who works on it, and until when it is theirs; past that another takes it
    runner uuid,
    lease_until timestamptz,
    tries integer NOT NULL DEFAULT 0,
    started_at timestamptz,
    bytes_read bigint NOT NULL DEFAULT 0,
    lines_read bigint NOT NULL DEFAULT 0,
    ended_at timestamptz,
    result text,
    encoding text,
    -- JSON: what became of it
    outcome text,
    failure text,
    CONSTRAINT imports_pkey PRIMARY KEY (id),
    CONSTRAINT imports_by_a_person FOREIGN KEY (person_id) REFERENCES persons (id),
    CONSTRAINT imports_for_an_account FOREIGN KEY (for_account) REFERENCES accounts (id),
    CONSTRAINT imports_kind_known CHECK (kind IN ('products', 'categories', 'contract-prices')),
    CONSTRAINT imports_of_contracts_have_an_account CHECK ((kind = 'contract-prices') = (for_account IS NOT NULL)),
    CONSTRAINT imports_result_known CHECK (result IN ('done', 'failed')),
    CONSTRAINT imports_end_with_a_result CHECK ((ended_at IS NULL) = (result IS NULL)),
    CONSTRAINT imports_end_after_start CHECK (ended_at IS NULL OR ready_at IS NOT NULL)
);
COMMENT ON TABLE imports IS 'A file that was sent in and what became of it. Its state follows from these times: queued, running while a lease holds, ended.';
CREATE INDEX imports_open ON imports (ready_at) WHERE ended_at IS NULL;
CREATE INDEX imports_by_person ON imports (person_id, id);

CREATE TABLE import_chunks (
    import_id uuid NOT NULL,
    position integer NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT import_chunks_pkey PRIMARY KEY (import_id, position),
    CONSTRAINT import_chunks_of_an_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
);
COMMENT ON TABLE import_chunks IS 'The file as it came, in pieces; gone some days after the end.';

CREATE TABLE import_outputs (
    import_id uuid NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    text text NOT NULL,
    CONSTRAINT import_outputs_pkey PRIMARY KEY (import_id, name, position),
    CONSTRAINT import_outputs_of_an_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE,
    CONSTRAINT import_outputs_name_known CHECK (name IN ('refused', 'report', 'diff'))
);
COMMENT ON TABLE import_outputs IS 'CSV files that an import has written, in pieces of whole lines: what was refused, why, and what it made other.';

ALTER TABLE imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports FORCE ROW LEVEL SECURITY;
ALTER TABLE import_chunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_chunks FORCE ROW LEVEL SECURITY;
ALTER TABLE import_outputs ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_outputs FORCE ROW LEVEL SECURITY;

CREATE POLICY imports_of_the_person ON imports
    USING (person_id = app_person()) WITH CHECK (person_id = app_person() AND ended_at IS NULL AND runner IS NULL);
-- The master catalog's files are read by all who keep it.
CREATE POLICY imports_of_the_catalog ON imports FOR SELECT
    USING (for_account IS NULL AND EXISTS (
        SELECT FROM staff AS s WHERE s.person_id = app_person() AND s.ended_at IS NULL AND 'manageCatalog' = ANY (s.permissions)));
CREATE POLICY imports_for_the_worker ON imports USING (app_runs_imports()) WITH CHECK (app_runs_imports());
-- Whoever sends a file in writes it, and does not read it again.
CREATE POLICY import_chunks_are_sent ON import_chunks FOR INSERT
    WITH CHECK (EXISTS (
        SELECT FROM imports AS i WHERE i.id = import_id AND i.person_id = app_person() AND i.ready_at IS NULL));
CREATE POLICY import_chunks_for_the_worker ON import_chunks USING (app_runs_imports()) WITH CHECK (app_runs_imports());
CREATE POLICY import_outputs_of_the_import ON import_outputs FOR SELECT
    USING (EXISTS (SELECT FROM imports AS i WHERE i.id = import_id));
CREATE POLICY import_outputs_for_the_worker ON import_outputs USING (app_runs_imports()) WITH CHECK (app_runs_imports());

GRANT SELECT, INSERT, DELETE ON imports, import_chunks, import_outputs TO purveyor_service;
GRANT UPDATE (ready_at, input_bytes, runner, lease_until, tries, started_at, bytes_read, lines_read, ended_at, result, encoding, outcome,
    failure) ON imports TO purveyor_service;
