-- Who the service is to the database, and what a transaction says about itself. The role owns nothing and cannot bypass row security;
-- the login that serves either is this role or takes it on at connect. Roles belong to the cluster, so it may be there already.
DO $$
BEGIN
    CREATE ROLE purveyor_service NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO purveyor_service;

-- Set with SET LOCAL at the start of every transaction; absent means no account, and so no account's row.
CREATE FUNCTION app_account() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.account', true), '')::uuid;

CREATE FUNCTION app_person() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.person', true), '')::uuid;
