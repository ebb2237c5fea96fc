-- The sum of all migrations, for readers; script/schema writes it.

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE FUNCTION public.app_account() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid;

CREATE FUNCTION public.app_person() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.person'::text, true), ''::text))::uuid;

CREATE TABLE public.staff (
    person_id uuid NOT NULL,
    title text NOT NULL,
    reads_feed boolean DEFAULT false NOT NULL,
    permissions text[] DEFAULT '{}'::text[] NOT NULL,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT staff_permissions_known CHECK ((permissions <@ ARRAY['manageStaff'::text, 'manageTeams'::text, 'manageCatalog'::text, 'manageContracts'::text, 'manageAccounts'::text, 'manageTerms'::text, 'readAllAccounts'::text, 'readFeed'::text]))
);

COMMENT ON TABLE public.staff IS 'The supplier''s people. Which accounts one serves is in account_team_members.';

COMMENT ON COLUMN public.staff.reads_feed IS 'Superseded by permissions: nothing reads it any more.';

COMMENT ON COLUMN public.staff.permissions IS 'What they may do beside serving the accounts of their teams.';

COMMENT ON COLUMN public.staff.ended_at IS 'From when on they work for the supplier no more; never deleted, since history names them.';

CREATE FUNCTION public.app_staff_may(p_permission text) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (EXISTS (SELECT FROM public.staff s WHERE ((s.person_id = public.app_person()) AND (s.ended_at IS NULL) AND (app_staff_may.p_permission = ANY (s.permissions)))));

COMMENT ON FUNCTION public.app_staff_may(p_permission text) IS 'Whether the transaction''s person works for the supplier and may do this there.';

CREATE TABLE public.account_team_members (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    function text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    access text DEFAULT 'edit'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT account_team_members_access_known CHECK ((access = ANY (ARRAY['read'::text, 'edit'::text]))),
    CONSTRAINT account_team_members_end_from_the_day_before_start CHECK ((ends_on >= (starts_on - 1))),
    CONSTRAINT account_team_members_function_known CHECK ((function = ANY (ARRAY['accountManager'::text, 'productConfiguration'::text, 'delivery'::text, 'afterSales'::text, 'orderService'::text]))),
    CONSTRAINT account_team_members_have_an_id CHECK ((id IS NOT NULL))
);

ALTER TABLE ONLY public.account_team_members FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_team_members IS 'The supplier''s people for an account, each with a function and a period.';

COMMENT ON COLUMN public.account_team_members.access IS 'read: reads everything, writes nothing.';

CREATE FUNCTION public.app_may_import(p_account uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN CASE WHEN (p_account IS NULL) THEN public.app_staff_may('manageCatalog'::text) ELSE (public.app_staff_may('manageContracts'::text) AND (EXISTS (SELECT FROM public.account_team_members t WHERE ((t.account_id = app_may_import.p_account) AND (t.person_id = public.app_person()) AND (t.access = 'edit'::text))))) END;

COMMENT ON FUNCTION public.app_may_import(p_account uuid) IS 'Whether the transaction''s person may send in files for the catalog, or for an account''s contracts; on which days they may, the statement asks.';

CREATE FUNCTION public.app_reads_feed() RETURNS boolean
    LANGUAGE sql STABLE
    RETURN public.app_staff_may('readFeed'::text);

CREATE FUNCTION public.app_runs_imports() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (COALESCE(current_setting('app.runs_imports'::text, true), ''::text) = 'on'::text);

CREATE FUNCTION public.app_sends_mail() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (COALESCE(current_setting('app.sends_mail'::text, true), ''::text) = 'on'::text);

CREATE FUNCTION public.append_events(p_account uuid, p_ids uuid[], p_kinds text[], p_subject_kinds text[], p_subject_ids uuid[], p_actor uuid, p_on_behalf_of uuid, p_ats timestamp with time zone[], p_data text[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
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

CREATE FUNCTION public.append_events(p_account uuid, p_ids uuid[], p_kinds text[], p_subject_kinds text[], p_subject_ids uuid[], p_actor uuid, p_on_behalf_of uuid, p_ats timestamp with time zone[], p_data text[], p_session uuid, p_api_key uuid, p_address text, p_request text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
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

CREATE FUNCTION public.approval_decision_is_allowed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_plan record;
BEGIN
    SELECT p.state, p.requester_id, p.editor_person_ids AS editors, p.total, p.currency, m.person_id = NEW.person_id AS in_person
    INTO v_plan
    FROM public.approval_plans AS p
    JOIN public.memberships AS m ON m.account_id = p.account_id AND m.id = NEW.membership_id
    WHERE p.account_id = NEW.account_id AND p.id = NEW.plan_id;
    IF v_plan.in_person IS NOT TRUE THEN
        RAISE EXCEPTION 'the membership is somebody else''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_in_person';
    ELSIF NEW.person_id = ANY (v_plan.editors) OR NEW.for_person_id = ANY (v_plan.editors) THEN
        RAISE EXCEPTION 'the decider has changed what is decided on'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_never_by_an_editor';
    ELSIF EXISTS (
        WITH RECURSIVE heirs AS (
            SELECT v_plan.requester_id AS id
            UNION
            SELECT n.successor_id
            FROM heirs AS h
            JOIN public.memberships AS n ON n.account_id = NEW.account_id AND n.id = h.id
            JOIN public.accounts AS a ON a.id = n.account_id
            WHERE n.ends_on < greatest((NEW.decided_at AT TIME ZONE a.time_zone)::date, n.starts_on)
        )
        SELECT FROM heirs AS h
        JOIN public.memberships AS n ON n.account_id = NEW.account_id AND n.id = h.id
        WHERE n.id <> v_plan.requester_id AND (n.person_id = NEW.person_id OR n.person_id = NEW.for_person_id)
    ) THEN
        RAISE EXCEPTION 'the decider goes on with what is decided on, for who has left it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_never_by_an_heir';
    ELSIF v_plan.state <> 'pending' THEN
        RAISE EXCEPTION 'the approval has ended: it is %', v_plan.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_while_the_plan_waits';
    END IF;
    IF NEW.delegation_id IS NOT NULL THEN
        PERFORM FROM public.accounts AS a
        JOIN public.delegations AS d ON d.account_id = a.id AND d.id = NEW.delegation_id
        JOIN public.delegates AS g ON g.account_id = a.id AND g.delegation_id = d.id AND g.membership_id = NEW.membership_id
        JOIN public.memberships AS b ON b.account_id = a.id AND b.id = d.delegator_id
        CROSS JOIN LATERAL (SELECT (NEW.decided_at AT TIME ZONE a.time_zone)::date AS day) AS t
        WHERE a.id = NEW.account_id AND d.act = 'approve' AND b.id = NEW.for_membership_id AND b.person_id = NEW.for_person_id
            AND t.day BETWEEN d.starts_on AND d.ends_on AND (d.revoked_at IS NULL OR d.revoked_at > NEW.decided_at)
            AND t.day >= b.starts_on AND (b.ends_on IS NULL OR t.day <= b.ends_on)
            AND (NEW.decision <> 'approve' OR d.amount IS NULL OR (d.currency = v_plan.currency AND d.amount >= v_plan.total));
        IF NOT FOUND THEN
            RAISE EXCEPTION 'nobody has delegated this to the decider'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_decisions_as_delegated';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.approval_plan_is_whole() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_steps integer;
BEGIN
    SELECT count(*) INTO v_steps FROM public.approval_steps AS s WHERE s.account_id = NEW.account_id AND s.plan_id = NEW.id;
    IF v_steps <> NEW.step_count THEN
        RAISE EXCEPTION 'the plan has % of its % steps', v_steps, NEW.step_count
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_have_their_steps';
    END IF;
    IF NEW.state = 'approved' THEN
        RAISE EXCEPTION 'a plan with steps begins undecided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_approved_by_decisions';
    END IF;
    PERFORM FROM public.memberships AS m
    WHERE m.account_id = NEW.account_id AND m.id = NEW.requester_id AND m.person_id = NEW.requester_person_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the requester''s membership is somebody else''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_in_person';
    END IF;
    IF NEW.subject_kind = 'quote' THEN
        PERFORM FROM public.quotes AS q
        WHERE q.account_id = NEW.account_id AND q.id = NEW.subject_id AND q.requester_id = NEW.requester_id
            AND q.editor_person_ids <@ NEW.editor_person_ids;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the plan leaves out who asked for the quote'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_name_who_asked';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.approval_plan_may_end() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_approved integer;
BEGIN
    IF OLD.state <> 'pending' THEN
        RAISE EXCEPTION 'the approval has ended: it is %', OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_end_once';
    END IF;
    SELECT count(*) INTO v_approved
    FROM public.approval_decisions AS d
    WHERE d.account_id = NEW.account_id AND d.plan_id = NEW.id AND d.decision = 'approve';
    IF v_approved <> NEW.step_count THEN
        RAISE EXCEPTION '% of % steps are approved', v_approved, NEW.step_count
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_plans_approved_by_decisions';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.approval_step_is_of_the_plan() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM public.approval_plans AS p
    WHERE p.account_id = NEW.account_id AND p.id = NEW.plan_id AND NEW.step BETWEEN 1 AND p.step_count;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the plan was not made with a step %', NEW.step
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_steps_as_the_plan_was_made';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.begin_catalog_change() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    begun text := current_setting('app.catalog_change', true);
    head public.catalog_head;
BEGIN
    IF begun <> '' THEN
        -- A setting is anybody's to set: it counts only where the head says the same.
        SELECT * INTO head FROM public.catalog_head AS h WHERE h.change::text = begun AND h.transaction = pg_current_xact_id();
        IF FOUND THEN RETURN head.change; END IF;
    END IF;
    UPDATE public.catalog_head SET change = change + 1, stamp = gen_random_uuid(), transaction = pg_current_xact_id()
    RETURNING * INTO STRICT head;
    INSERT INTO public.catalog_changes (change, stamp, person_id) VALUES (head.change, head.stamp, public.app_person());
    PERFORM set_config('app.catalog_change', head.change::text, true);
    RETURN head.change;
END
$$;

CREATE FUNCTION public.change_contract_revision() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO public.contract_revisions AS r (account_id, revision)
    VALUES (coalesce(NEW.account_id, OLD.account_id), gen_random_uuid())
    ON CONFLICT (account_id) DO UPDATE SET revision = excluded.revision;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.date_catalog_change(number bigint, at timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    UPDATE public.catalog_changes AS c
    SET changed_at = greatest(c.changed_at, at, (
        SELECT o.changed_at FROM public.catalog_changes AS o WHERE o.change < c.change AND o.changed_at IS NOT NULL
        ORDER BY o.change DESC LIMIT 1))
    WHERE c.change = number;
$$;

CREATE FUNCTION public.delegation_is_only_shortened() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'a delegation is made anew and not lengthened'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'delegations_only_shortened';
END
$$;

CREATE FUNCTION public.han_endings(words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT array_agg(substr(t.run, start.start)) AS array_agg FROM ((SELECT "substring"(NORMALIZE(han_endings.words, NFC), '[\u3400-\u9fff\uf900-\ufaff]+$'::text) AS "substring") t(run) CROSS JOIN LATERAL generate_series(1, length(t.run)) start(start)));

COMMENT ON FUNCTION public.han_endings(words text) IS 'Every ending of the Chinese that a text ends with: a Chinese title says last what it is, too.';

CREATE FUNCTION public.han_words(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((SELECT string_agg(DISTINCT substr(run.run[1], start.start, size.size), ' '::text) AS string_agg FROM regexp_matches(NORMALIZE(han_words.words, NFC), '[\u3400-\u9fff\uf900-\ufaff]+'::text, 'g'::text) run(run), LATERAL generate_series(1, length(run.run[1])) start(start), generate_series(1, 2) size(size) WHERE (((start.start + size.size) - 1) <= length(run.run[1]))))::tsvector;

COMMENT ON FUNCTION public.han_words(words text) IS 'Every Chinese character of a text and every pair of neighbours.';

CREATE FUNCTION public.index_categories(codes text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_catalog', 'pg_temp'
    AS $_$
BEGIN
    INSERT INTO category_search AS s (code, called)
    SELECT c.code, to_tsvector('english', w.english) || to_tsvector('simple', concat_ws(' ', w.english, w.others))
        || array_to_tsvector(w.endings)
    FROM categories AS c
    LEFT JOIN categories AS u ON u.code = c.parent_code
    CROSS JOIN LATERAL (
        SELECT
            concat_ws(' ', title_heads(c.titles ->> 'en', u.titles ->> 'en'), (
                SELECT string_agg(substring(search_words(k.word), '(\S+)\s*$'), ' ')
                FROM jsonb_array_elements_text(c.keywords -> 'en') AS k (word)
            )) AS english, (
                -- Where a language puts its heads is not known of all: what is one word there is a head.
                SELECT string_agg(t.word, ' ')
                FROM (
                    SELECT search_words(l.value) AS word FROM jsonb_each_text(c.titles - 'en') AS l
                    UNION ALL
                    SELECT search_words(k.value #>> '{}') FROM jsonb_path_query(c.keywords - 'en', '$.*[*]') AS k (value)
                ) AS t
                WHERE t.word !~ '\S\s+\S'
            ) AS others, ARRAY(
                SELECT DISTINCT e.ending
                FROM (
                    SELECT l.value FROM jsonb_each_text(c.titles) AS l
                    UNION ALL
                    SELECT k.value #>> '{}' FROM jsonb_path_query(c.keywords, '$.*[*]') AS k (value)
                ) AS t (words)
                CROSS JOIN unnest(han_endings(t.words)) AS e (ending)
            ) AS endings
    ) AS w
    WHERE c.code = ANY(codes)
    ON CONFLICT (code) DO UPDATE SET called = excluded.called WHERE s.called <> excluded.called;
END
$_$;

CREATE FUNCTION public.index_changed_categories() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM public.index_categories(ARRAY(
            SELECT c.code FROM changed AS c
            UNION
            SELECT b.code FROM public.categories AS b WHERE b.parent_code IN (SELECT c.code FROM changed AS c)));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.index_changed_products() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN PERFORM public.index_products(ARRAY(SELECT c.id FROM changed AS c)); END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.index_products(ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_catalog', 'pg_temp'
    AS $_$
BEGIN
    WITH texts AS MATERIALIZED (
        SELECT p.id, p.category_code, search_words(p.names ->> 'en') AS name, search_words(p.manufacturer) AS maker,
            search_words(p.manufacturer_part_number) AS part,
            CASE WHEN p.attributes = '{}' THEN '' ELSE search_words(coalesce((
                SELECT string_agg(a.value #>> '{}', ' ')
                FROM jsonb_each(p.attributes) AS a WHERE jsonb_typeof(a.value) = 'string'), '')) END AS said,
            CASE WHEN p.names - 'en' = '{}' THEN NULL ELSE search_words(texts_of(p.names)) END AS all_names,
            CASE WHEN p.descriptions = '{}' THEN NULL ELSE search_words(coalesce(p.descriptions ->> 'en', '')) END AS description,
            CASE WHEN p.names - 'en' = '{}' AND p.descriptions - 'en' = '{}' THEN NULL
                ELSE concat_ws(' ', texts_of(p.names - 'en'), texts_of(p.descriptions - 'en')) END AS foreign_texts
        FROM (SELECT DISTINCT unnest(ids)) AS given (id)
        JOIN products AS p ON p.id = given.id
    ), titles AS MATERIALIZED (
        SELECT c.code, e.english AS title, setweight(
            to_tsvector('english', e.english)
            || to_tsvector('simple', search_words(concat_ws(' ', texts_of(c.titles), keywords_of(c.keywords, ' ')))), 'B')
            || coalesce(han_words(concat_ws(' ', texts_of(c.titles - 'en'), keywords_of(c.keywords - 'en', ' '))), '') AS document
        FROM categories AS c
        CROSS JOIN LATERAL (
            SELECT search_words(concat_ws(' ', c.titles ->> 'en', keywords_of(c.keywords -> 'en', ' '))) AS english
        ) AS e
        WHERE c.code IN (SELECT t.category_code FROM texts AS t)
    ), documents AS MATERIALIZED (
        SELECT t.id,
            setweight(
                to_tsvector('english', t.name)
                || to_tsvector('simple', concat_ws(' ', coalesce(t.all_names, t.name), t.maker, t.part)), 'A')
            || coalesce(c.document, '')
            || CASE WHEN t.said = '' THEN '' ELSE setweight(to_tsvector('simple', t.said), 'C') END
            || CASE WHEN t.description IS NULL THEN '' ELSE to_tsvector('english', t.description) END
            || CASE WHEN t.foreign_texts IS NULL THEN '' ELSE coalesce(han_words(t.foreign_texts), '') END AS document
        FROM texts AS t
        LEFT JOIN titles AS c ON c.code = t.category_code
    ), changed AS (
        UPDATE product_search AS s SET document = d.document
        FROM documents AS d
        WHERE s.product_id = d.id AND s.document <> d.document
    ), added AS (
        INSERT INTO product_search (product_id, document)
        SELECT d.id, d.document
        FROM documents AS d
        WHERE NOT EXISTS (SELECT FROM product_search AS s WHERE s.product_id = d.id)
    )
    INSERT INTO product_words (word)
    SELECT w.word
    FROM (
        SELECT DISTINCT string_to_table(lower(concat_ws(' ', t.name, t.maker)), ' ') AS word FROM texts AS t
        UNION
        SELECT string_to_table(lower(c.title), ' ') FROM titles AS c
    ) AS w
    WHERE length(w.word) BETWEEN 4 AND 40 AND w.word ~ '^[a-z]+$'
    ON CONFLICT (word) DO NOTHING;
END
$_$;

CREATE FUNCTION public.index_products_of_changed_categories() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM public.index_products(ids.ids)
    FROM (
        SELECT array_agg(p.id) AS ids
        FROM changed AS c JOIN before AS b ON b.code = c.code JOIN public.products AS p ON p.category_code = c.code
        WHERE (c.titles, c.keywords) <> (b.titles, b.keywords)
    ) AS ids
    WHERE ids.ids IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keywords_of(keywords jsonb, separator text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg((k.value #>> '{}'::text[]), keywords_of.separator) AS string_agg FROM jsonb_path_query(keywords_of.keywords, 'strict $.**'::jsonpath) k(value) WHERE (jsonb_typeof(k.value) = 'string'::text));

COMMENT ON FUNCTION public.keywords_of(keywords jsonb, separator text) IS 'All keywords of a category, or those of one language.';

CREATE FUNCTION public.keywords_said(before jsonb, said jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT COALESCE(jsonb_object_agg(k.key, k.value), '{}'::jsonb) AS "coalesce" FROM jsonb_each((COALESCE(keywords_said.before, '{}'::jsonb) || COALESCE(keywords_said.said, '{}'::jsonb))) k(key, value) WHERE (k.value <> '[]'::jsonb));

COMMENT ON FUNCTION public.keywords_said(before jsonb, said jsonb) IS 'A category''s keywords after a file has said those of some languages; an empty list: none any more.';

CREATE FUNCTION public.memberships_name_known_roles() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM unnest(NEW.roles) AS g (key)
        WHERE g.key NOT IN ('shopper', 'buyer', 'approver', 'accountAdmin', 'auditor')
            AND NOT EXISTS (SELECT FROM roles AS r WHERE r.account_id = NEW.account_id AND r.key = g.key)
    ) THEN
        RAISE EXCEPTION 'a membership names a role that there is not'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'memberships_roles_known';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.note_sign_in_attempt(attempt_id uuid, attempt_email bytea, attempt_address text, attempt_at timestamp with time zone, window_start timestamp with time zone, per_person bigint, per_address bigint) RETURNS timestamp with time zone
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
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

COMMENT ON FUNCTION public.note_sign_in_attempt(attempt_id uuid, attempt_email bytea, attempt_address text, attempt_at timestamp with time zone, window_start timestamp with time zone, per_person bigint, per_address bigint) IS 'When the attempt happened whose ageing out of the window ends the throttling; nothing is noted then. NULL: noted.';

CREATE FUNCTION public.order_is_as_delegated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Locked, so that a revocation at the same moment comes before it or after.
    PERFORM FROM public.accounts AS a
    JOIN public.delegations AS d ON d.account_id = a.id AND d.id = NEW.delegation_id
    JOIN public.delegates AS g ON g.account_id = a.id AND g.delegation_id = d.id AND g.membership_id = NEW.placed_by_id
    JOIN public.memberships AS o ON o.account_id = a.id AND o.id = g.membership_id
    JOIN public.memberships AS b ON b.account_id = a.id AND b.id = d.delegator_id
    CROSS JOIN LATERAL (SELECT (NEW.placed_at AT TIME ZONE a.time_zone)::date AS day) AS t
    WHERE a.id = NEW.account_id AND d.act = 'order' AND b.id = NEW.placed_for_id AND b.person_id <> o.person_id
        AND t.day BETWEEN d.starts_on AND d.ends_on AND (d.revoked_at IS NULL OR d.revoked_at > NEW.placed_at)
        AND t.day >= b.starts_on AND (b.ends_on IS NULL OR t.day <= b.ends_on)
        AND t.day >= o.starts_on AND (o.ends_on IS NULL OR t.day <= o.ends_on)
        AND (d.amount IS NULL OR (d.currency = NEW.currency AND d.amount >= NEW.total))
    FOR SHARE OF d;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody has delegated this to whoever ordered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'orders_as_delegated';
    END IF;
    RETURN NULL;
END
$$;

CREATE TABLE public.products (
    id uuid NOT NULL,
    sku text NOT NULL,
    kind text DEFAULT 'item'::text NOT NULL,
    names jsonb NOT NULL,
    descriptions jsonb DEFAULT '{}'::jsonb NOT NULL,
    manufacturer text,
    manufacturer_part_number text,
    category_code text,
    unit_of_measure text DEFAULT 'H87'::text NOT NULL,
    lead_time_days integer,
    status text DEFAULT 'active'::text NOT NULL,
    successor_sku text,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    available_from date,
    last_buy_until date,
    images jsonb,
    documents jsonb,
    CONSTRAINT products_end_after_they_begin CHECK ((last_buy_until >= available_from)),
    CONSTRAINT products_kind_known CHECK ((kind = ANY (ARRAY['item'::text, 'service'::text]))),
    CONSTRAINT products_lead_time_not_negative CHECK ((lead_time_days >= 0)),
    CONSTRAINT products_named_in_english CHECK (((names ->> 'en'::text) <> ''::text)),
    CONSTRAINT products_not_their_own_successor CHECK ((successor_sku <> sku)),
    CONSTRAINT products_sku_not_empty CHECK ((sku <> ''::text)),
    CONSTRAINT products_status_known CHECK ((status = ANY (ARRAY['announced'::text, 'active'::text, 'lastBuy'::text, 'ended'::text])))
);

COMMENT ON TABLE public.products IS 'An item or a service in the supplier''s master catalog.';

COMMENT ON COLUMN public.products.available_from IS 'The first day on which it can be ordered; announced before.';

COMMENT ON COLUMN public.products.last_buy_until IS 'The last day on which it can be ordered; ended after.';

COMMENT ON COLUMN public.products.images IS 'URLs with a text per language, in the order in which they are shown.';

COMMENT ON COLUMN public.products.documents IS 'URLs with their kind and a title per language.';

CREATE FUNCTION public.product_state(p public.products, prices jsonb) RETURNS jsonb
    LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object('sku', (p).sku, 'kind', (p).kind, 'name', (p).names, 'description', (p).descriptions, 'manufacturer', (p).manufacturer, 'manufacturerPartNumber', (p).manufacturer_part_number, 'category', (p).category_code, 'unitOfMeasure', (p).unit_of_measure, 'leadTimeDays', (p).lead_time_days, 'status', (p).status, 'availableFrom', (p).available_from, 'lastBuyUntil', (p).last_buy_until, 'successor', (p).successor_sku, 'attributes', (p).attributes, 'images', (p).images, 'documents', (p).documents, 'listPrices', prices, 'changedAt', (p).updated_at));

CREATE TABLE public.product_prices (
    product_id uuid NOT NULL,
    currency character(3) NOT NULL,
    list_price numeric(19,4) NOT NULL,
    CONSTRAINT product_prices_not_negative CHECK ((list_price >= (0)::numeric))
);

COMMENT ON TABLE public.product_prices IS 'List price per currency. No row: price on request, never zero.';

CREATE FUNCTION public.product_state(p public.products) RETURNS jsonb
    LANGUAGE sql STABLE
    RETURN public.product_state(p, (SELECT jsonb_object_agg(l.currency, (l.list_price)::text) AS jsonb_object_agg FROM public.product_prices l WHERE (l.product_id = (product_state.p).id)));

CREATE FUNCTION public.quote_editors_are_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'who has changed a quote is not forgotten'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'quotes_editors_never_forgotten';
END
$$;

CREATE FUNCTION public.record_attribute_definitions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN PERFORM public.record_category(ARRAY(SELECT DISTINCT c.category_code FROM changed AS c)); END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.record_categories() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN PERFORM public.record_category(ARRAY(SELECT c.code FROM changed AS c)); END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.record_category(codes text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'category', c.code, c.version, jsonb_strip_nulls(jsonb_build_object(
        'code', c.code, 'parent', c.parent_code, 'title', c.titles, 'keywords', nullif(c.keywords, '{}'), 'attributes', (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'name', d.name, 'kind', d.kind, 'unit', d.unit, 'label', d.labels, 'options', d.options)) ORDER BY d.position)
            FROM public.attribute_definitions AS d WHERE d.category_code = c.code)))
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN public.categories AS c
    WHERE c.code = ANY(codes)
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state;
END
$$;

CREATE FUNCTION public.record_product_fits() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'fit', f.key, f.version, jsonb_strip_nulls(jsonb_build_object(
        'key', f.key, 'for', f.for_selectors, 'fits', f.fit_selectors, 'sameAttributes', f.same_attributes, 'warranty', f.warranty,
        'note', f.notes, 'disabled', f.disabled, 'changedAt', f.updated_at))
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN changed AS f
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.record_product_prices() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    number bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    number := public.begin_catalog_change();
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p, l.prices)
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN (SELECT DISTINCT c.product_id FROM changed AS c) AS c
    JOIN public.products AS p ON p.id = c.product_id
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(g.currency, g.list_price::text) AS prices FROM public.product_prices AS g WHERE g.product_id = p.id
    ) AS l
    LEFT JOIN public.catalog_history AS r ON r.subject = 'product' AND r.key = p.sku AND r.change = change.number
    WHERE r.state IS NULL OR r.state -> 'listPrices' IS DISTINCT FROM l.prices
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state
    WHERE (h.version, h.state) <> (excluded.version, excluded.state);
    -- Who wrote the products in the same transaction has said when.
    IF NOT EXISTS (SELECT FROM public.catalog_changes AS c WHERE c.change = number AND c.changed_at IS NOT NULL) THEN
        PERFORM public.date_catalog_change(number, (
            SELECT max(p.updated_at) FROM public.products AS p JOIN changed AS c ON c.product_id = p.id));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.record_products() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    -- A statement changes a product at most once, so what it left is what stands there.
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'product', p.sku, p.version, public.product_state(p, (
        SELECT jsonb_object_agg(l.currency, l.list_price::text) FROM public.product_prices AS l WHERE l.product_id = p.id))
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN changed AS p
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state
    WHERE (h.version, h.state) <> (excluded.version, excluded.state);
    PERFORM public.date_catalog_change(public.begin_catalog_change(), (SELECT max(p.updated_at) FROM changed AS p));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.search_words(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(CASE WHEN (octet_length(words) = char_length(words)) THEN words ELSE NORMALIZE(words, NFC) END, '/-_@:+&~#%=?<>,()"'::text, repeat(' '::text, 18));

COMMENT ON FUNCTION public.search_words(words text) IS 'A text with blanks for what PostgreSQL''s parser would make one word of several with: addresses, paths, tags, hyphens. 13.3 stays one.';

CREATE FUNCTION public.tell_access() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    PERFORM pg_notify('purveyor_access', TG_ARGV[0] || ' ' || (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[1]));
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.tell_access() IS 'Tells that what is known of an account, a person or a credential is known no more.';

CREATE FUNCTION public.tell_access_of_account() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    PERFORM pg_notify('purveyor_access', 'account ' || coalesce(NEW.account_id, OLD.account_id));
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.tell_access_of_account() IS 'For tables of an account whose rows decide who may do what there.';

CREATE FUNCTION public.texts_of(translations jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg(t.value, ' '::text) AS string_agg FROM jsonb_each_text(texts_of.translations) t(key, value));

CREATE FUNCTION public.title_heads(title text, above text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT concat_ws(' '::text, (SELECT string_agg(COALESCE(m.found[1], m.found[2], m.found[3]), ' '::text) AS string_agg FROM regexp_matches(t.title, '(\S*[^s\s]s)(?=\s+(?:[Oo]r|[Aa]nd)\s)|(\S+)(?=\s+[A-Z]{2,}s?\s*$)|(\S+)(?=\s*$)'::text, 'g'::text) m(found)), (SELECT "substring"(t.title, '\S+'::text) AS "substring" FROM (SELECT "substring"(t.title, '^\s*\S+\s+(\S+)\s*$'::text) AS "substring") l(word) WHERE (rtrim(lower(l.word), 's'::text) IN (SELECT rtrim(lower(u.word), 's'::text) AS rtrim FROM regexp_split_to_table(public.search_words(title_heads.above), '\s+'::text) u(word))))) AS concat_ws FROM regexp_replace(public.search_words(title_heads.title), '\m([Ff]or|[Ww]ith|[Ww]ithout)\M.*'::text, ''::text) t(title));

COMMENT ON FUNCTION public.title_heads(title text, above text) IS 'By which words of its English title a category is called: what its products are, and not what they are for or of what kind.';

CREATE FUNCTION public.units_change_the_tree() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    UPDATE accounts AS a SET unit_tree_version = a.unit_tree_version + 1
    FROM (SELECT DISTINCT c.account_id FROM changed AS c) AS t
    WHERE a.id = t.account_id;
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT c.account_id, c.id AS unit_id, c.parent_id FROM changed AS c WHERE c.parent_id IS NOT NULL
            UNION
            SELECT w.account_id, w.unit_id, u.parent_id
            FROM above AS w
            JOIN units AS u ON u.account_id = w.account_id AND u.id = w.parent_id
            WHERE w.parent_id <> w.unit_id AND u.parent_id IS NOT NULL
        )
        SELECT FROM above AS w WHERE w.parent_id = w.unit_id
    ) THEN
        RAISE EXCEPTION 'a unit would stand above itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'units_without_circles';
    END IF;
    RETURN NULL;
END
$$;

CREATE TABLE public.account_partners (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT account_partners_end_from_the_day_before_start CHECK ((ends_on >= (starts_on - 1)))
);

ALTER TABLE ONLY public.account_partners FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_partners IS 'Which partner is an account''s reseller of record, from a day to a day, in the account''s time zone.';

CREATE TABLE public.accounts (
    id uuid NOT NULL,
    external_id text,
    name text NOT NULL,
    time_zone text NOT NULL,
    language text DEFAULT 'en'::text NOT NULL,
    currency character(3) NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    unit_tree_version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT accounts_currency_is_a_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT accounts_name_not_empty CHECK ((name <> ''::text)),
    CONSTRAINT accounts_status_known CHECK ((status = ANY (ARRAY['active'::text, 'disabled'::text])))
);

ALTER TABLE ONLY public.accounts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.accounts IS 'A corporate customer: the unit of isolation.';

COMMENT ON COLUMN public.accounts.unit_tree_version IS 'Raised by the database with every change of units; whoever knows the tree of this number knows the tree.';

CREATE TABLE public.addresses (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    external_id text,
    uses text[] NOT NULL,
    name text NOT NULL,
    lines text[] NOT NULL,
    city text NOT NULL,
    region text,
    postal_code text NOT NULL,
    country character(2) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT addresses_country_is_a_code CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT addresses_have_a_use CHECK (((cardinality(uses) > 0) AND (uses <@ ARRAY['shipTo'::text, 'billTo'::text]))),
    CONSTRAINT addresses_have_lines CHECK ((cardinality(lines) > 0)),
    CONSTRAINT addresses_name_not_empty CHECK ((name <> ''::text))
);

ALTER TABLE ONLY public.addresses FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.addresses IS 'Where goods and invoices of a unit go. Disabled, never deleted.';

CREATE TABLE public.api_key_accounts (
    account_id uuid NOT NULL,
    api_key_id uuid NOT NULL,
    permissions text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT api_key_accounts_permit_something CHECK ((cardinality(permissions) > 0))
);

ALTER TABLE ONLY public.api_key_accounts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.api_key_accounts IS 'In which accounts a key works, and for what there.';

CREATE TABLE public.api_key_secrets (
    token_digest bytea NOT NULL,
    api_key_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone
);

COMMENT ON TABLE public.api_key_secrets IS 'The SHA-256 of a key''s secrets: the one that works, and for a while after a rotation the one before.';

CREATE TABLE public.api_keys (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    accounts integer NOT NULL,
    last_used_at timestamp with time zone,
    last_used_address text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT api_keys_accounts_not_negative CHECK ((accounts >= 0)),
    CONSTRAINT api_keys_expire_after_creation CHECK ((expires_at > created_at)),
    CONSTRAINT api_keys_name_not_empty CHECK ((name <> ''::text))
);

COMMENT ON TABLE public.api_keys IS 'What a person''s program signs in with. Revoked, never deleted.';

CREATE TABLE public.approval_decisions (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    step integer NOT NULL,
    decision text NOT NULL,
    comment text,
    digest bytea NOT NULL,
    requester_person_id uuid NOT NULL,
    submitter_person_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    person_id uuid NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    delegation_id uuid,
    for_membership_id uuid,
    for_person_id uuid,
    CONSTRAINT approval_decisions_decision_known CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text, 'return'::text]))),
    CONSTRAINT approval_decisions_for_somebody_by_delegation CHECK ((num_nonnulls(delegation_id, for_membership_id, for_person_id) = ANY (ARRAY[0, 3]))),
    CONSTRAINT approval_decisions_for_somebody_else CHECK ((for_person_id <> person_id)),
    CONSTRAINT approval_decisions_never_by_the_requester CHECK ((person_id <> requester_person_id)),
    CONSTRAINT approval_decisions_never_by_the_submitter CHECK ((person_id <> submitter_person_id)),
    CONSTRAINT approval_decisions_never_for_the_requester CHECK ((for_person_id <> requester_person_id)),
    CONSTRAINT approval_decisions_never_for_the_submitter CHECK ((for_person_id <> submitter_person_id))
);

ALTER TABLE ONLY public.approval_decisions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.approval_decisions IS 'Who decided what about exactly which content. Never changed.';

COMMENT ON COLUMN public.approval_decisions.for_membership_id IS 'For whom it was decided, by delegation; whose limits it counts on.';

CREATE TABLE public.approval_plans (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    revision integer NOT NULL,
    policy_version integer NOT NULL,
    digest bytea NOT NULL,
    requester_id uuid NOT NULL,
    requester_person_id uuid NOT NULL,
    submitter_person_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    total numeric(19,4) NOT NULL,
    currency character(3) NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    editor_person_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    step_count integer DEFAULT 0 NOT NULL,
    CONSTRAINT approval_plans_end_when_decided CHECK (((state = 'pending'::text) = (ended_at IS NULL))),
    CONSTRAINT approval_plans_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'returned'::text, 'recalled'::text])))
);

ALTER TABLE ONLY public.approval_plans FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.approval_plans IS 'What one revision needs before it can be ordered, frozen with the digest of its content.';

COMMENT ON COLUMN public.approval_plans.editor_person_ids IS 'Who had changed the subject, besides the requester, when the plan was made.';

COMMENT ON COLUMN public.approval_plans.step_count IS 'How many steps the plan was made with: no fewer are committed, and none is added.';

CREATE TABLE public.approval_policies (
    account_id uuid NOT NULL,
    version integer NOT NULL,
    rules json NOT NULL,
    published_at timestamp with time zone NOT NULL,
    unit_id uuid
);

ALTER TABLE ONLY public.approval_policies FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.approval_policies IS 'An account''s rules, by version; the highest version counts. Never changed.';

COMMENT ON COLUMN public.approval_policies.unit_id IS 'The unit that has this policy, and all below it without one of their own; absent: the whole account. Versions are numbered through the account.';

CREATE TABLE public.approval_steps (
    account_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    step integer NOT NULL,
    rule text NOT NULL,
    reason text NOT NULL,
    role text NOT NULL,
    unit_id uuid NOT NULL
);

ALTER TABLE ONLY public.approval_steps FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.approval_steps IS 'One approval by somebody with this role over this unit, and the rule that asked for it.';

CREATE TABLE public.assets (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text,
    product_id uuid NOT NULL,
    serial_number text NOT NULL,
    unit_id uuid NOT NULL,
    holder_id uuid,
    cost_centre_id uuid,
    delivered_on date NOT NULL,
    warranty_until date,
    retired_on date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT assets_retire_after_delivery CHECK ((retired_on >= delivered_on)),
    CONSTRAINT assets_serial_number_not_empty CHECK ((serial_number <> ''::text)),
    CONSTRAINT assets_warranty_ends_after_delivery CHECK ((warranty_until >= delivered_on))
);

ALTER TABLE ONLY public.assets FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.assets IS 'A delivered thing with a serial number and a warranty. Retired, never deleted.';

COMMENT ON COLUMN public.assets.warranty_until IS 'The last day of the warranty; absent: none is known.';

COMMENT ON COLUMN public.assets.retired_on IS 'The first day on which it is no longer in use.';

CREATE TABLE public.assortment_rules (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    "position" integer NOT NULL,
    effect text NOT NULL,
    selector text NOT NULL,
    value text DEFAULT ''::text NOT NULL,
    CONSTRAINT assortment_rules_effect_known CHECK ((effect = ANY (ARRAY['include'::text, 'exclude'::text]))),
    CONSTRAINT assortment_rules_everything_has_no_value CHECK (((selector = 'everything'::text) = (value = ''::text))),
    CONSTRAINT assortment_rules_selector_known CHECK ((selector = ANY (ARRAY['product'::text, 'category'::text, 'manufacturer'::text, 'everything'::text])))
);

ALTER TABLE ONLY public.assortment_rules FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.assortment_rules IS 'What may be ordered: included by any rule and excluded by none. A category is its UNSPSC code without the trailing pairs of zeros.';

CREATE TABLE public.attribute_definitions (
    category_code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    unit text,
    labels jsonb NOT NULL,
    options jsonb,
    "position" integer NOT NULL,
    CONSTRAINT attribute_definitions_choices_have_options CHECK (((kind = 'choice'::text) = (options IS NOT NULL))),
    CONSTRAINT attribute_definitions_kind_known CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'flag'::text, 'choice'::text]))),
    CONSTRAINT attribute_definitions_name_is_a_word CHECK ((name ~ '^[a-z][A-Za-z0-9]{0,63}$'::text)),
    CONSTRAINT attribute_definitions_only_numbers_have_units CHECK (((unit IS NULL) OR (kind = 'number'::text)))
);

COMMENT ON TABLE public.attribute_definitions IS 'What products of a category, and of those below it, are described by. A name is of one kind and unit in the whole catalog.';

CREATE TABLE public.catalog_changes (
    change bigint NOT NULL,
    stamp uuid NOT NULL,
    person_id uuid,
    changed_at timestamp with time zone
);

COMMENT ON TABLE public.catalog_changes IS 'A transaction that changed the master catalog, and who it was; nobody where a command did it.';

COMMENT ON COLUMN public.catalog_changes.changed_at IS 'Of a change that touched products: when, never before an earlier one.';

CREATE TABLE public.catalog_head (
    is_head boolean DEFAULT true NOT NULL,
    change bigint NOT NULL,
    stamp uuid NOT NULL,
    transaction xid8,
    CONSTRAINT catalog_head_is_one CHECK (is_head)
);

COMMENT ON TABLE public.catalog_head IS 'The last change of the master catalog.';

CREATE TABLE public.catalog_history (
    change bigint NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    state jsonb NOT NULL,
    CONSTRAINT catalog_history_subject_known CHECK ((subject = ANY (ARRAY['product'::text, 'category'::text, 'fit'::text])))
);

COMMENT ON TABLE public.catalog_history IS 'The state in which a change left a product (by SKU) or a category (by code). What was before stands in the change before.';

CREATE TABLE public.categories (
    code text NOT NULL,
    parent_code text,
    titles jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    keywords jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT categories_code_is_unspsc CHECK ((code ~ '^[0-9]{8}$'::text)),
    CONSTRAINT categories_keywords_by_language CHECK ((jsonb_typeof(keywords) = 'object'::text))
);

COMMENT ON TABLE public.categories IS 'UNSPSC: eight digits, two a level; the codes of a category''s descendants begin with its own digits.';

COMMENT ON COLUMN public.categories.keywords IS 'By language, a list of texts each.';

CREATE TABLE public.category_search (
    code text NOT NULL,
    called tsvector NOT NULL
);

COMMENT ON TABLE public.category_search IS 'What each category is called by, for the order in which a search shows what it finds. Only index_categories writes it.';

CREATE TABLE public.contract_drafts (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    content text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by uuid
);

ALTER TABLE ONLY public.contract_drafts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.contract_drafts IS 'The next version of a contract, not published yet. Nobody''s price comes from here.';

COMMENT ON COLUMN public.contract_drafts.changed_by IS 'Nobody where a command did it.';

CREATE TABLE public.contract_revisions (
    account_id uuid NOT NULL,
    revision uuid NOT NULL
);

ALTER TABLE ONLY public.contract_revisions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.contract_revisions IS 'Another value whenever the contracts in force for an account''s units may have changed.';

CREATE TABLE public.contract_versions (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    price_hold_days integer NOT NULL,
    payment_terms text,
    best_price boolean NOT NULL,
    content_digest bytea NOT NULL,
    published_at timestamp with time zone NOT NULL,
    content text,
    file_digest bytea,
    CONSTRAINT contract_versions_end_after_start CHECK ((valid_to >= valid_from)),
    CONSTRAINT contract_versions_hold_prices_for_a_time CHECK (((price_hold_days >= 0) AND (price_hold_days <= 3650)))
);

ALTER TABLE ONLY public.contract_versions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.contract_versions IS 'Published versions. Holds from day to day in the account''s time zone, both inclusive; of two that hold, the later version counts.';

COMMENT ON COLUMN public.contract_versions.content IS 'Canonical JSON of all that was agreed; without it the rules say as much.';

COMMENT ON COLUMN public.contract_versions.file_digest IS 'Of what a file said of this version; absent where no file published it, and in versions of files that are older than this column (they have no content either).';

CREATE TABLE public.contracts (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    unit_id uuid NOT NULL,
    currency character(3) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    ended_on date,
    CONSTRAINT contracts_currency_is_a_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT contracts_name_not_empty CHECK ((name <> ''::text))
);

ALTER TABLE ONLY public.contracts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.contracts IS 'What was agreed with an account, for a unit and all below it.';

COMMENT ON COLUMN public.contracts.revision IS 'Counts every change of the contract, its draft among them; a stale one is refused.';

COMMENT ON COLUMN public.contracts.ended_on IS 'The last day, where it was ended before its versions say.';

CREATE TABLE public.cost_centres (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT cost_centres_code_not_empty CHECK ((code <> ''::text)),
    CONSTRAINT cost_centres_name_not_empty CHECK ((name <> ''::text))
);

ALTER TABLE ONLY public.cost_centres FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.cost_centres IS 'Where a customer books what it buys. Disabled, never deleted.';

CREATE TABLE public.delegates (
    account_id uuid NOT NULL,
    delegation_id uuid NOT NULL,
    membership_id uuid NOT NULL
);

ALTER TABLE ONLY public.delegates FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.delegates IS 'The named people of a delegation. What was delegated to them they cannot pass on.';

CREATE TABLE public.delegations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    delegator_id uuid NOT NULL,
    act text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    amount numeric(19,4),
    currency character(3),
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT delegations_act_known CHECK ((act = ANY (ARRAY['order'::text, 'approve'::text]))),
    CONSTRAINT delegations_amount_has_a_currency CHECK ((num_nonnulls(amount, currency) <> 1)),
    CONSTRAINT delegations_amount_not_negative CHECK ((amount >= (0)::numeric)),
    CONSTRAINT delegations_end_after_start CHECK ((ends_on >= starts_on))
);

ALTER TABLE ONLY public.delegations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.delegations IS 'From a day to a day, both inclusive in the account''s time zone, somebody else may approve or buy for a member, up to an amount for each document; it never widens what the member may do.';

CREATE TABLE public.document_counters (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    last_number integer NOT NULL
);

ALTER TABLE ONLY public.document_counters FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.document_counters IS 'The last number given to a kind of document in an account (Q-000123).';

CREATE TABLE public.event_origins (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    session_id uuid,
    api_key_id uuid,
    address text,
    request_id text,
    CONSTRAINT event_origins_say_something CHECK ((num_nonnulls(session_id, api_key_id, address, request_id) > 0))
);

ALTER TABLE ONLY public.event_origins FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.event_origins IS 'The session or key, the address and the request that an event came from. Written only by append_events; nobody changes or deletes one. None: no request did it (an import).';

CREATE TABLE public.events (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    actor_id uuid,
    on_behalf_of uuid,
    at timestamp with time zone NOT NULL,
    data json NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT events_number_from_one CHECK ((sequence >= 1))
);

ALTER TABLE ONLY public.events FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.events IS 'What happened, to which account, by whom. Written only by append_events; nobody changes or deletes one. No actor: the system itself (an import).';

CREATE TABLE public.feed (
    "position" bigint NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT feed_positions_start_at_one CHECK (("position" >= 1))
);

ALTER TABLE ONLY public.feed FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.feed IS 'Every account''s events in one order that never changes: positions are given to events that are already committed, one numberer at a time.';

CREATE TABLE public.feed_queue (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL
);

ALTER TABLE ONLY public.feed_queue FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.feed_queue IS 'Committed events that have no place in the feed yet. Whoever reads the feed gives them one first.';

CREATE TABLE public.idempotency_keys (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    key text NOT NULL,
    request_digest bytea NOT NULL,
    status integer NOT NULL,
    headers json NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.idempotency_keys FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.idempotency_keys IS 'The answer that was given to a key, kept for 24 hours at least.';

CREATE TABLE public.import_chunks (
    import_id uuid NOT NULL,
    "position" integer NOT NULL,
    bytes bytea NOT NULL
);

ALTER TABLE ONLY public.import_chunks FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.import_chunks IS 'The file as it came, in pieces; gone some days after the end.';

CREATE TABLE public.import_outputs (
    import_id uuid NOT NULL,
    name text NOT NULL,
    "position" integer NOT NULL,
    text text NOT NULL,
    CONSTRAINT import_outputs_name_known CHECK ((name = ANY (ARRAY['refused'::text, 'report'::text, 'diff'::text])))
);

ALTER TABLE ONLY public.import_outputs FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.import_outputs IS 'Files that an import has written, in pieces of whole lines: what was refused, as it came, why, and what it made other.';

CREATE TABLE public.imports (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    for_account uuid,
    options text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ready_at timestamp with time zone,
    input_bytes bigint DEFAULT 0 NOT NULL,
    session_id uuid,
    address text,
    request text,
    runner uuid,
    lease_until timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone,
    bytes_read bigint DEFAULT 0 NOT NULL,
    lines_read bigint DEFAULT 0 NOT NULL,
    ended_at timestamp with time zone,
    result text,
    encoding text,
    outcome text,
    failure text,
    cancelled_by uuid,
    cancel_asked_at timestamp with time zone,
    CONSTRAINT imports_asked_to_end_end_so CHECK (((ended_at IS NULL) OR ((result = 'cancelled'::text) = (cancel_asked_at IS NOT NULL)))),
    CONSTRAINT imports_cancelled_by_somebody_sometime CHECK (((cancelled_by IS NULL) = (cancel_asked_at IS NULL))),
    CONSTRAINT imports_end_after_start CHECK (((ended_at IS NULL) OR (ready_at IS NOT NULL))),
    CONSTRAINT imports_end_with_a_result CHECK (((ended_at IS NULL) = (result IS NULL))),
    CONSTRAINT imports_kind_known CHECK ((kind = ANY (ARRAY['products'::text, 'categories'::text, 'contract-prices'::text, 'catalog'::text, 'contracts'::text]))),
    CONSTRAINT imports_of_contracts_have_an_account CHECK (((kind = ANY (ARRAY['contract-prices'::text, 'contracts'::text])) = (for_account IS NOT NULL))),
    CONSTRAINT imports_result_known CHECK ((result = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])))
);

ALTER TABLE ONLY public.imports FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.imports IS 'A file that was sent in and what became of it. Its state follows from these times: queued, running while a lease holds, ended.';

COMMENT ON COLUMN public.imports.cancel_asked_at IS 'From here on nothing of it is kept, though whoever has it may not know yet.';

CREATE TABLE public.invitations (
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
    limits jsonb NOT NULL,
    invited_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    mail_id uuid NOT NULL,
    mailed_at timestamp with time zone NOT NULL,
    mails integer DEFAULT 1 NOT NULL,
    revoked_at timestamp with time zone,
    accepted_at timestamp with time zone,
    membership_id uuid,
    version integer DEFAULT 1 NOT NULL,
    by_supplier boolean DEFAULT false NOT NULL,
    CONSTRAINT invitations_accepted_or_revoked CHECK ((num_nonnulls(accepted_at, revoked_at) < 2)),
    CONSTRAINT invitations_email_is_lower_case CHECK ((email = lower(email))),
    CONSTRAINT invitations_end_after_start CHECK ((ends_on >= starts_on)),
    CONSTRAINT invitations_expire_after_creation CHECK ((expires_at > created_at)),
    CONSTRAINT invitations_have_a_role CHECK ((cardinality(roles) > 0)),
    CONSTRAINT invitations_name_not_empty CHECK ((name <> ''::text)),
    CONSTRAINT invitations_used_once CHECK (((accepted_at IS NULL) = (membership_id IS NULL)))
);

ALTER TABLE ONLY public.invitations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.invitations IS 'A single-use link, by mail, to a place in a unit. Only the SHA-256 of its secret is kept; the link names the account beside it, so that looking it up needs no way round row security.';

COMMENT ON COLUMN public.invitations.invited_by IS 'Whoever has sent the link that works, and gives the place.';

COMMENT ON COLUMN public.invitations.by_supplier IS 'Made by one of the supplier''s people for an account that nobody managed.';

CREATE TABLE public.ledger_heads (
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE ONLY public.ledger_heads FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.ledger_heads IS 'The last number and hash of an account''s ledger. Its row lock is the last lock of every writing transaction.';

CREATE TABLE public.limit_holders (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    act text NOT NULL,
    CONSTRAINT limit_holders_act_known CHECK ((act = ANY (ARRAY['order'::text, 'approve'::text])))
);

ALTER TABLE ONLY public.limit_holders FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.limit_holders IS 'Whose limits are counted: locked by every act that counts on them, so that of two at once the second sees the first.';

CREATE TABLE public.limit_uses (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    amount numeric(19,4) NOT NULL,
    currency character(3) NOT NULL,
    used_on date NOT NULL,
    released_at timestamp with time zone,
    CONSTRAINT limit_uses_amount_not_negative CHECK ((amount >= (0)::numeric))
);

ALTER TABLE ONLY public.limit_uses FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.limit_uses IS 'What a person has taken of their limits, by document (an order, or the plan of an approval) and day of the account''s calendar; released where it has come to nothing.';

CREATE TABLE public.mail_contents (
    mail_id uuid NOT NULL,
    recipient_name text,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL
);

ALTER TABLE ONLY public.mail_contents FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.mail_contents IS 'What a mail says, and to whom, until it has been sent or given up.';

CREATE TABLE public.mails (
    id uuid NOT NULL,
    kind text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    give_up_at timestamp with time zone NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone,
    given_up_at timestamp with time zone,
    last_failure text,
    CONSTRAINT mails_kind_known CHECK ((kind = ANY (ARRAY['invitation'::text, 'passwordReset'::text, 'passwordChanged'::text]))),
    CONSTRAINT mails_sent_or_given_up CHECK ((num_nonnulls(sent_at, given_up_at) < 2))
);

ALTER TABLE ONLY public.mails FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.mails IS 'What has become of each mail. Nothing of what it says, nor to whom.';

CREATE TABLE public.memberships (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    roles text[] NOT NULL,
    manager_id uuid,
    starts_on date NOT NULL,
    ends_on date,
    created_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    successor_id uuid,
    CONSTRAINT memberships_end_from_the_day_before_start CHECK ((ends_on >= (starts_on - 1))),
    CONSTRAINT memberships_have_a_role CHECK ((cardinality(roles) > 0)),
    CONSTRAINT memberships_succeeded_when_they_end CHECK (((successor_id IS NULL) OR ((ends_on IS NOT NULL) AND (successor_id <> id))))
);

ALTER TABLE ONLY public.memberships FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.memberships IS 'A person''s dated place in a unit of an account, with roles. Both days are inclusive, in the account''s time zone.';

COMMENT ON COLUMN public.memberships.successor_id IS 'Whose what this membership owns is once it has ended.';

CREATE TABLE public.order_lines (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    unit_of_measure text NOT NULL,
    quantity numeric(15,3) NOT NULL,
    unit_price numeric(19,4) NOT NULL,
    line_total numeric(19,4) NOT NULL,
    receipt json,
    configuration json,
    CONSTRAINT order_lines_quantity_positive CHECK ((quantity > (0)::numeric))
);

ALTER TABLE ONLY public.order_lines FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.order_lines IS 'The lines of an order. The receipt is that of the quote; imported orders have none.';

COMMENT ON COLUMN public.order_lines.configuration IS 'As the revision had it.';

CREATE TABLE public.orders (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL,
    origin text NOT NULL,
    external_id text,
    quote_id uuid,
    revision integer,
    plan_id uuid,
    plan_state text,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    unit_id uuid NOT NULL,
    requester_id uuid,
    po_number text,
    currency character(3) NOT NULL,
    total numeric(19,4) NOT NULL,
    line_count integer NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    placed_by_id uuid,
    placed_for_id uuid,
    delegation_id uuid,
    entered_by_person_id uuid,
    CONSTRAINT orders_come_from_a_quote_or_from_history CHECK ((((origin = 'quote'::text) AND (quote_id IS NOT NULL) AND (revision IS NOT NULL) AND (plan_id IS NOT NULL) AND (plan_state IS NOT NULL) AND (requester_id IS NOT NULL)) OR ((origin = 'history'::text) AND (external_id IS NOT NULL) AND (quote_id IS NULL) AND (plan_id IS NULL)))),
    CONSTRAINT orders_entered_for_a_member CHECK (((entered_by_person_id IS NULL) OR (placed_by_id IS NOT NULL))),
    CONSTRAINT orders_for_somebody_by_delegation CHECK ((num_nonnulls(delegation_id, placed_for_id) = ANY (ARRAY[0, 2]))),
    CONSTRAINT orders_only_when_approved CHECK ((plan_state = 'approved'::text)),
    CONSTRAINT orders_origin_known CHECK ((origin = ANY (ARRAY['quote'::text, 'history'::text]))),
    CONSTRAINT orders_state_known CHECK ((state = ANY (ARRAY['received'::text, 'confirmed'::text, 'shipped'::text, 'delivered'::text, 'closed'::text, 'held'::text, 'cancelled'::text])))
);

ALTER TABLE ONLY public.orders FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.orders IS 'What the supplier owes. Origin history: placed before Purveyor, imported with its own number as external_id.';

COMMENT ON COLUMN public.orders.placed_by_id IS 'Who ordered; not known of orders made before this was kept, and of imported ones.';

COMMENT ON COLUMN public.orders.placed_for_id IS 'For whom it was ordered, by delegation; whose limits it counts on.';

COMMENT ON COLUMN public.orders.entered_by_person_id IS 'The rep who placed it on behalf of placed_by_id.';

CREATE TABLE public.partner_people (
    partner_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT partner_people_end_from_the_day_before_start CHECK ((ends_on >= (starts_on - 1)))
);

COMMENT ON TABLE public.partner_people IS 'Who works for a partner, from a day to a day, in the time zone of the account that is looked at.';

CREATE TABLE public.partners (
    id uuid NOT NULL,
    name text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT partners_name_not_empty CHECK ((name <> ''::text))
);

COMMENT ON TABLE public.partners IS 'Resellers of record. Disabled, never deleted.';

CREATE TABLE public.password_reset_requests (
    email_digest bytea NOT NULL,
    address text NOT NULL,
    requested_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.password_reset_requests IS 'Who asked for a new password, known or not, counted per e-mail and per address, so that nobody floods a mailbox.';

CREATE TABLE public.password_resets (
    token_digest bytea NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT password_resets_expire_after_creation CHECK ((expires_at > created_at))
);

COMMENT ON TABLE public.password_resets IS 'A single-use link to a new password. Only the SHA-256 of its secret is kept. Ended: used, or another one was, or the password was changed.';

CREATE TABLE public.person_idempotency_keys (
    person_id uuid NOT NULL,
    key text NOT NULL,
    request_digest bytea NOT NULL,
    status integer NOT NULL,
    headers json NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.person_idempotency_keys FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.person_idempotency_keys IS 'The answer that was given to a key outside the accounts, kept for 24 hours at least.';

CREATE TABLE public.persons (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    language text DEFAULT 'en'::text NOT NULL,
    password_hash text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT persons_email_has_an_at CHECK ((POSITION(('@'::text) IN (email)) > 1)),
    CONSTRAINT persons_email_is_lower_case CHECK ((email = lower(email))),
    CONSTRAINT persons_name_not_empty CHECK ((name <> ''::text))
);

COMMENT ON TABLE public.persons IS 'Somebody who can sign in.';

CREATE TABLE public.pre_approved_lists (
    account_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    entries jsonb,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pre_approved_lists_are_lists CHECK ((jsonb_typeof(entries) = 'array'::text))
);

ALTER TABLE ONLY public.pre_approved_lists FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.pre_approved_lists IS 'What the customer''s own people have approved in advance, by unit.';

CREATE TABLE public.price_rules (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    "position" integer NOT NULL,
    kind text NOT NULL,
    selector text NOT NULL,
    value text DEFAULT ''::text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    cumulative boolean DEFAULT false NOT NULL,
    CONSTRAINT price_rules_everything_has_no_value CHECK (((selector = 'everything'::text) = (value = ''::text))),
    CONSTRAINT price_rules_kind_known CHECK ((kind = ANY (ARRAY['fixed'::text, 'discount'::text, 'free'::text]))),
    CONSTRAINT price_rules_price_products_only CHECK (((kind = 'discount'::text) OR (selector = 'product'::text))),
    CONSTRAINT price_rules_selector_known CHECK ((selector = ANY (ARRAY['product'::text, 'category'::text, 'manufacturer'::text, 'everything'::text])))
);

ALTER TABLE ONLY public.price_rules FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.price_rules IS 'A fixed price for a product, a product that costs nothing, or a percentage off list for a product, a category, a manufacturer or everything. The tiers of a cumulative one are reached by all lines of a document that it speaks of.';

CREATE TABLE public.price_tiers (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    "position" integer NOT NULL,
    from_quantity numeric(15,3) NOT NULL,
    unit_price numeric(19,4),
    discount_percent numeric(7,4),
    CONSTRAINT price_tiers_discount_within_the_price CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
    CONSTRAINT price_tiers_price_not_negative CHECK ((unit_price >= (0)::numeric)),
    CONSTRAINT price_tiers_price_or_discount CHECK (((unit_price IS NULL) <> (discount_percent IS NULL))),
    CONSTRAINT price_tiers_quantity_not_negative CHECK ((from_quantity >= (0)::numeric))
);

ALTER TABLE ONLY public.price_tiers FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.price_tiers IS 'The steps of a price rule: from this quantity on, this price or discount. Every rule has one from zero.';

CREATE TABLE public.product_fits (
    key text NOT NULL,
    for_selectors text[] NOT NULL,
    fit_selectors text[] NOT NULL,
    same_attributes text[] DEFAULT '{}'::text[] NOT NULL,
    warranty text,
    notes jsonb DEFAULT '{}'::jsonb NOT NULL,
    disabled boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT product_fits_speak_of_something CHECK (((cardinality(for_selectors) > 0) AND (cardinality(fit_selectors) > 0))),
    CONSTRAINT product_fits_warranty_known CHECK ((warranty = ANY (ARRAY['inForce'::text, 'over'::text])))
);

COMMENT ON TABLE public.product_fits IS 'Which parts and services fit which products. Disabled, never deleted.';

COMMENT ON COLUMN public.product_fits.for_selectors IS 'Kind and value with a colon between: product:NB-100, category:432115 (no trailing pairs of zeros), manufacturer:Larkspur, everything:';

COMMENT ON COLUMN public.product_fits.same_attributes IS 'What part and product must both have, and have the same.';

COMMENT ON COLUMN public.product_fits.warranty IS 'For assets: only while the warranty is in force, or only when it is over; absent: always.';

CREATE TABLE public.product_search (
    product_id uuid NOT NULL,
    number integer NOT NULL,
    document tsvector NOT NULL
);

COMMENT ON TABLE public.product_search IS 'What a product is found by, and a small number by which a search names it. Only index_products writes it.';

ALTER TABLE public.product_search ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.product_search_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.product_words (
    word text NOT NULL
);

COMMENT ON TABLE public.product_words IS 'Words of names, makers and categories, for finding what was meant by a misspelt one. A word that no product has any more finds nothing.';

CREATE TABLE public.purchase_totals (
    account_id uuid NOT NULL,
    year integer NOT NULL,
    currency character(3) NOT NULL,
    order_count integer NOT NULL,
    ordered numeric(19,4) NOT NULL,
    return_count integer NOT NULL,
    returned numeric(19,4) NOT NULL
);

ALTER TABLE ONLY public.purchase_totals FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.purchase_totals IS 'Orders and returns by year of the account''s time zone, kept in the transaction of each order and return; the account view reads these.';

CREATE TABLE public.quantity_rules (
    account_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    version integer NOT NULL,
    selector text NOT NULL,
    value text DEFAULT ''::text NOT NULL,
    minimum numeric(15,3),
    maximum numeric(15,3),
    multiple numeric(15,3),
    CONSTRAINT quantity_rules_everything_has_no_value CHECK (((selector = 'everything'::text) = (value = ''::text))),
    CONSTRAINT quantity_rules_leave_a_quantity CHECK (((maximum >= minimum) AND (maximum >= multiple))),
    CONSTRAINT quantity_rules_more_than_nothing CHECK (((minimum > (0)::numeric) AND (maximum > (0)::numeric) AND (multiple > (0)::numeric))),
    CONSTRAINT quantity_rules_say_something CHECK ((num_nonnulls(minimum, maximum, multiple) > 0)),
    CONSTRAINT quantity_rules_selector_known CHECK ((selector = ANY (ARRAY['product'::text, 'category'::text, 'manufacturer'::text, 'everything'::text])))
);

ALTER TABLE ONLY public.quantity_rules FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.quantity_rules IS 'Minimum, maximum and multiple of a line''s quantity. Of several that speak of a product the most specific one holds.';

CREATE TABLE public.quote_lines (
    account_id uuid NOT NULL,
    quote_id uuid NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    unit_of_measure text NOT NULL,
    quantity numeric(15,3) NOT NULL,
    unit_price numeric(19,4) NOT NULL,
    line_total numeric(19,4) NOT NULL,
    contract_id uuid,
    contract_version integer,
    receipt json NOT NULL,
    configuration json,
    shares json,
    CONSTRAINT quote_lines_quantity_positive CHECK ((quantity > (0)::numeric))
);

ALTER TABLE ONLY public.quote_lines FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.quote_lines IS 'The lines that the buyer works on, priced by the one price function, each with its receipt.';

COMMENT ON COLUMN public.quote_lines.configuration IS 'The configuration, its version and the parts that were chosen; null for a product by itself.';

COMMENT ON COLUMN public.quote_lines.shares IS 'Of a configured product: product, contract, quantity and revenue of each part, adding up to the line.';

CREATE TABLE public.quote_revision_lines (
    account_id uuid NOT NULL,
    quote_id uuid NOT NULL,
    revision integer NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    unit_of_measure text NOT NULL,
    quantity numeric(15,3) NOT NULL,
    unit_price numeric(19,4) NOT NULL,
    line_total numeric(19,4) NOT NULL,
    contract_id uuid,
    contract_version integer,
    receipt json NOT NULL,
    configuration json,
    shares json
);

ALTER TABLE ONLY public.quote_revision_lines FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.quote_revision_lines IS 'The lines of a revision as they were submitted. Never changed.';

COMMENT ON COLUMN public.quote_revision_lines.configuration IS 'As the line had it when it was submitted.';

COMMENT ON COLUMN public.quote_revision_lines.shares IS 'As the line had it when it was submitted.';

CREATE TABLE public.quote_revisions (
    account_id uuid NOT NULL,
    quote_id uuid NOT NULL,
    revision integer NOT NULL,
    digest bytea NOT NULL,
    content text NOT NULL,
    name text NOT NULL,
    po_number text,
    notes text,
    currency character(3) NOT NULL,
    total numeric(19,4) NOT NULL,
    price_hold_until timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    submitted_by uuid NOT NULL
);

ALTER TABLE ONLY public.quote_revisions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.quote_revisions IS 'What left the buyer''s hands. Never changed.';

CREATE TABLE public.quotes (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    revision integer NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    requester_id uuid NOT NULL,
    currency character(3) NOT NULL,
    total numeric(19,4) NOT NULL,
    po_number text,
    notes text,
    plan_id uuid,
    price_hold_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    editor_person_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    entered_by_person_id uuid,
    CONSTRAINT quotes_name_not_empty CHECK ((name <> ''::text)),
    CONSTRAINT quotes_plan_once_submitted CHECK (((state <> ALL (ARRAY['submitted'::text, 'approved'::text, 'rejected'::text, 'ordered'::text])) OR (plan_id IS NOT NULL))),
    CONSTRAINT quotes_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'requested'::text, 'offered'::text, 'submitted'::text, 'approved'::text, 'rejected'::text, 'ordered'::text, 'cancelled'::text]))),
    CONSTRAINT quotes_whoever_enters_asks CHECK (((entered_by_person_id IS NULL) OR (entered_by_person_id = ANY (editor_person_ids))))
);

ALTER TABLE ONLY public.quotes FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.quotes IS 'A numbered, named, saved basket. Expired is derived from price_hold_until, never stored.';

COMMENT ON COLUMN public.quotes.editor_person_ids IS 'Who changed it in any revision, besides the requester: they asked for it too (rule 7).';

COMMENT ON COLUMN public.quotes.entered_by_person_id IS 'The rep who opened it on behalf of the requester; one of its editors (rule 7).';

CREATE TABLE public.return_lines (
    account_id uuid NOT NULL,
    return_id uuid NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    quantity numeric(15,3) NOT NULL,
    unit_price numeric(19,4) NOT NULL,
    line_total numeric(19,4) NOT NULL,
    CONSTRAINT return_lines_quantity_positive CHECK ((quantity > (0)::numeric))
);

ALTER TABLE ONLY public.return_lines FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.return_lines IS 'The lines of a return, quantities positive.';

CREATE TABLE public.returns (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text NOT NULL,
    order_id uuid,
    currency character(3) NOT NULL,
    total numeric(19,4) NOT NULL,
    returned_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.returns FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.returns IS 'Goods that came back. Total is what was credited, positive.';

CREATE TABLE public.roles (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    permissions text[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT roles_key_is_a_word CHECK ((key ~ '^[a-z][A-Za-z0-9]{1,49}$'::text)),
    CONSTRAINT roles_key_is_not_built_in CHECK ((key <> ALL (ARRAY['shopper'::text, 'buyer'::text, 'approver'::text, 'accountAdmin'::text, 'auditor'::text, 'accountTeam'::text, 'partner'::text]))),
    CONSTRAINT roles_name_not_empty CHECK ((name <> ''::text)),
    CONSTRAINT roles_permissions_have_a_reach CHECK ((array_to_string(permissions, ','::text, '?'::text) ~ '^[a-zA-Z]+:(own|unit|account)(,[a-zA-Z]+:(own|unit|account))*$'::text))
);

ALTER TABLE ONLY public.roles FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.roles IS 'Roles that an account has made for itself. Disabled, never deleted: memberships name them by their key, which never changes.';

CREATE TABLE public.sessions (
    token_digest bytea NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    address text,
    user_agent text,
    last_used_at timestamp with time zone,
    CONSTRAINT sessions_expire_after_creation CHECK ((expires_at > created_at))
);

COMMENT ON TABLE public.sessions IS 'A sign-in. Only the SHA-256 of its token is kept.';

COMMENT ON COLUMN public.sessions.last_used_at IS 'To the minute or so: requests do not wait for it.';

CREATE TABLE public.sign_in_failures (
    email_digest bytea NOT NULL,
    address text NOT NULL,
    failed_at timestamp with time zone NOT NULL,
    id uuid
);

COMMENT ON TABLE public.sign_in_failures IS 'Failed sign-ins, counted per e-mail and address and per address, so that nobody can lock out somebody else.';

COMMENT ON COLUMN public.sign_in_failures.id IS 'The attempt''s, so that one whose password was never looked at is taken back.';

CREATE TABLE public.spending_limits (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    membership_id uuid,
    role text,
    act text NOT NULL,
    period text NOT NULL,
    amount numeric(19,4) NOT NULL,
    currency character(3) NOT NULL,
    CONSTRAINT spending_limits_act_known CHECK ((act = ANY (ARRAY['order'::text, 'approve'::text]))),
    CONSTRAINT spending_limits_amount_not_negative CHECK ((amount >= (0)::numeric)),
    CONSTRAINT spending_limits_of_a_membership_or_a_role CHECK ((num_nonnulls(membership_id, role) = 1)),
    CONSTRAINT spending_limits_period_known CHECK ((period = ANY (ARRAY['each'::text, 'day'::text, 'week'::text, 'month'::text, 'quarter'::text, 'year'::text])))
);

ALTER TABLE ONLY public.spending_limits FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.spending_limits IS 'How much a member, or whoever has a role, may order or approve: in one document, or in a period of the account''s calendar. Absent is no limit, zero is nothing.';

CREATE TABLE public.standard_configuration_versions (
    account_id uuid NOT NULL,
    configuration_id uuid NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    content text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    of_file boolean DEFAULT false NOT NULL,
    CONSTRAINT standard_configuration_versions_days_ascend CHECK ((valid_to >= valid_from))
);

ALTER TABLE ONLY public.standard_configuration_versions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.standard_configuration_versions IS 'What a configuration says on which days: of those that hold the latest counts. Never changed.';

COMMENT ON COLUMN public.standard_configuration_versions.of_file IS 'A file published it, and not one of the supplier''s people.';

CREATE TABLE public.standard_configurations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    unit_id uuid NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    ended_on date,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.standard_configurations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.standard_configurations IS 'Products composed of parts that an account has approved. What one says stands in its versions.';

COMMENT ON COLUMN public.standard_configurations.revision IS 'Counts every change; a stale one is refused.';

COMMENT ON COLUMN public.standard_configurations.ended_on IS 'The last day, where it was ended before its versions say.';

CREATE TABLE public.supplier_changes (
    id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    actor_id uuid,
    at timestamp with time zone NOT NULL,
    data json NOT NULL
);

COMMENT ON TABLE public.supplier_changes IS 'What changed about staff and partners, who did it, before and after. Never changed; no actor is the command line.';

CREATE TABLE public.units (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    parent_id uuid,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    external_id text,
    language text,
    version integer DEFAULT 1 NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT units_name_not_empty CHECK ((name <> ''::text)),
    CONSTRAINT units_not_under_themselves CHECK ((parent_id <> id)),
    CONSTRAINT units_root_is_never_disabled CHECK (((parent_id IS NOT NULL) OR (disabled_at IS NULL)))
);

ALTER TABLE ONLY public.units FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.units IS 'A node in the account''s tree.';

COMMENT ON COLUMN public.units.language IS 'Absent: the nearest unit above that has one, else the account''s.';

COMMENT ON COLUMN public.units.disabled_at IS 'A disabled unit takes all below it along: nothing begins there any more, what is there stays.';

CREATE INDEX product_search_by_word ON public.product_search USING gin (document);

CREATE FUNCTION public.settle_product_search() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    BEGIN ATOMIC
 SELECT gin_clean_pending_list('public.product_search_by_word'::regclass) AS gin_clean_pending_list;
END;

ALTER TABLE ONLY public.account_partners
    ADD CONSTRAINT account_partners_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.account_team_members
    ADD CONSTRAINT account_team_members_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_one_per_external_id UNIQUE (account_id, external_id);

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.api_key_accounts
    ADD CONSTRAINT api_key_accounts_pkey PRIMARY KEY (account_id, api_key_id);

ALTER TABLE ONLY public.api_key_secrets
    ADD CONSTRAINT api_key_secrets_pkey PRIMARY KEY (token_digest);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.approval_decisions
    ADD CONSTRAINT approval_decisions_one_per_step UNIQUE (account_id, plan_id, step);

ALTER TABLE ONLY public.approval_decisions
    ADD CONSTRAINT approval_decisions_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.approval_plans
    ADD CONSTRAINT approval_plans_content UNIQUE (account_id, id, digest, requester_person_id, submitter_person_id);

ALTER TABLE ONLY public.approval_plans
    ADD CONSTRAINT approval_plans_outcome UNIQUE (account_id, id, state, subject_id, revision);

ALTER TABLE ONLY public.approval_plans
    ADD CONSTRAINT approval_plans_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.approval_policies
    ADD CONSTRAINT approval_policies_pkey PRIMARY KEY (account_id, version);

ALTER TABLE ONLY public.approval_steps
    ADD CONSTRAINT approval_steps_pkey PRIMARY KEY (account_id, plan_id, step);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_one_per_external_id UNIQUE (account_id, external_id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_one_per_serial_number UNIQUE (account_id, product_id, serial_number);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.assortment_rules
    ADD CONSTRAINT assortment_rules_pkey PRIMARY KEY (account_id, contract_id, version, "position");

ALTER TABLE ONLY public.attribute_definitions
    ADD CONSTRAINT attribute_definitions_pkey PRIMARY KEY (category_code, name);

ALTER TABLE ONLY public.catalog_changes
    ADD CONSTRAINT catalog_changes_pkey PRIMARY KEY (change);

ALTER TABLE ONLY public.catalog_head
    ADD CONSTRAINT catalog_head_pkey PRIMARY KEY (is_head);

ALTER TABLE ONLY public.catalog_history
    ADD CONSTRAINT catalog_history_pkey PRIMARY KEY (subject, key, change);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.category_search
    ADD CONSTRAINT category_search_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.contract_drafts
    ADD CONSTRAINT contract_drafts_pkey PRIMARY KEY (account_id, contract_id);

ALTER TABLE ONLY public.contract_revisions
    ADD CONSTRAINT contract_revisions_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.contract_versions
    ADD CONSTRAINT contract_versions_pkey PRIMARY KEY (account_id, contract_id, version);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.cost_centres
    ADD CONSTRAINT cost_centres_one_per_code UNIQUE (account_id, code);

ALTER TABLE ONLY public.cost_centres
    ADD CONSTRAINT cost_centres_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.delegates
    ADD CONSTRAINT delegates_pkey PRIMARY KEY (account_id, delegation_id, membership_id);

ALTER TABLE ONLY public.delegations
    ADD CONSTRAINT delegations_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.document_counters
    ADD CONSTRAINT document_counters_pkey PRIMARY KEY (account_id, kind);

ALTER TABLE ONLY public.event_origins
    ADD CONSTRAINT event_origins_pkey PRIMARY KEY (account_id, sequence);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (account_id, sequence);

ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.feed_queue
    ADD CONSTRAINT feed_queue_pkey PRIMARY KEY (account_id, sequence);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (account_id, person_id, key);

ALTER TABLE ONLY public.import_chunks
    ADD CONSTRAINT import_chunks_pkey PRIMARY KEY (import_id, "position");

ALTER TABLE ONLY public.import_outputs
    ADD CONSTRAINT import_outputs_pkey PRIMARY KEY (import_id, name, "position");

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_one_per_token UNIQUE (account_id, token_digest);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.ledger_heads
    ADD CONSTRAINT ledger_heads_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.limit_holders
    ADD CONSTRAINT limit_holders_pkey PRIMARY KEY (account_id, person_id, act);

ALTER TABLE ONLY public.limit_uses
    ADD CONSTRAINT limit_uses_pkey PRIMARY KEY (account_id, person_id, act, subject_id);

ALTER TABLE ONLY public.mail_contents
    ADD CONSTRAINT mail_contents_pkey PRIMARY KEY (mail_id);

ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_pkey PRIMARY KEY (account_id, order_id, "position");

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_one_per_revision UNIQUE (account_id, quote_id, revision);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.partner_people
    ADD CONSTRAINT partner_people_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_one_per_name UNIQUE (name);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.password_resets
    ADD CONSTRAINT password_resets_pkey PRIMARY KEY (token_digest);

ALTER TABLE ONLY public.person_idempotency_keys
    ADD CONSTRAINT person_idempotency_keys_pkey PRIMARY KEY (person_id, key);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pre_approved_lists
    ADD CONSTRAINT pre_approved_lists_pkey PRIMARY KEY (account_id, unit_id);

ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_pkey PRIMARY KEY (account_id, contract_id, version, "position");

ALTER TABLE ONLY public.price_tiers
    ADD CONSTRAINT price_tiers_pkey PRIMARY KEY (account_id, contract_id, version, "position", from_quantity);

ALTER TABLE ONLY public.product_fits
    ADD CONSTRAINT product_fits_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.product_prices
    ADD CONSTRAINT product_prices_pkey PRIMARY KEY (product_id, currency);

ALTER TABLE ONLY public.product_search
    ADD CONSTRAINT product_search_one_per_number UNIQUE (number);

ALTER TABLE ONLY public.product_search
    ADD CONSTRAINT product_search_pkey PRIMARY KEY (product_id);

ALTER TABLE ONLY public.product_words
    ADD CONSTRAINT product_words_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.purchase_totals
    ADD CONSTRAINT purchase_totals_pkey PRIMARY KEY (account_id, year, currency);

ALTER TABLE ONLY public.quantity_rules
    ADD CONSTRAINT quantity_rules_pkey PRIMARY KEY (account_id, contract_id, version, selector, value);

ALTER TABLE ONLY public.quote_lines
    ADD CONSTRAINT quote_lines_pkey PRIMARY KEY (account_id, quote_id, "position");

ALTER TABLE ONLY public.quote_revision_lines
    ADD CONSTRAINT quote_revision_lines_pkey PRIMARY KEY (account_id, quote_id, revision, "position");

ALTER TABLE ONLY public.quote_revisions
    ADD CONSTRAINT quote_revisions_pkey PRIMARY KEY (account_id, quote_id, revision);

ALTER TABLE ONLY public.quotes
    ADD CONSTRAINT quotes_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.return_lines
    ADD CONSTRAINT return_lines_pkey PRIMARY KEY (account_id, return_id, "position");

ALTER TABLE ONLY public.returns
    ADD CONSTRAINT returns_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_one_per_key UNIQUE (account_id, key);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_digest);

ALTER TABLE ONLY public.spending_limits
    ADD CONSTRAINT spending_limits_one_each UNIQUE NULLS NOT DISTINCT (account_id, membership_id, role, act, period);

ALTER TABLE ONLY public.spending_limits
    ADD CONSTRAINT spending_limits_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.standard_configuration_versions
    ADD CONSTRAINT standard_configuration_versions_pkey PRIMARY KEY (account_id, configuration_id, version);

ALTER TABLE ONLY public.standard_configurations
    ADD CONSTRAINT standard_configurations_pkey PRIMARY KEY (account_id, id);

ALTER TABLE ONLY public.supplier_changes
    ADD CONSTRAINT supplier_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_pkey PRIMARY KEY (account_id, id);

CREATE INDEX account_partners_by_partner ON public.account_partners USING btree (partner_id);

CREATE UNIQUE INDEX account_partners_once_from_a_day ON public.account_partners USING btree (account_id, partner_id, starts_on) WHERE ((ends_on IS NULL) OR (ends_on >= starts_on));

CREATE INDEX account_team_members_by_person ON public.account_team_members USING btree (person_id);

CREATE UNIQUE INDEX account_team_members_once_from_a_day ON public.account_team_members USING btree (account_id, person_id, function, starts_on) WHERE ((ends_on IS NULL) OR (ends_on >= starts_on));

CREATE INDEX accounts_by_name ON public.accounts USING btree (name, id);

CREATE UNIQUE INDEX accounts_one_per_external_id ON public.accounts USING btree (external_id);

CREATE INDEX addresses_by_unit ON public.addresses USING btree (account_id, unit_id);

CREATE INDEX api_key_accounts_by_key ON public.api_key_accounts USING btree (api_key_id);

CREATE INDEX api_key_secrets_by_key ON public.api_key_secrets USING btree (api_key_id);

CREATE INDEX api_keys_by_person ON public.api_keys USING btree (person_id);

CREATE INDEX approval_plans_by_requester ON public.approval_plans USING btree (account_id, requester_id, requested_at DESC, id DESC);

CREATE INDEX approval_plans_by_state ON public.approval_plans USING btree (account_id, state, requested_at DESC, id DESC);

CREATE INDEX approval_plans_by_unit ON public.approval_plans USING btree (account_id, unit_id, requested_at DESC, id DESC);

CREATE INDEX approval_plans_newest_first ON public.approval_plans USING btree (account_id, requested_at DESC, id DESC);

CREATE UNIQUE INDEX approval_plans_one_per_revision ON public.approval_plans USING btree (account_id, subject_kind, subject_id, revision);

CREATE INDEX approval_plans_waiting ON public.approval_plans USING btree (account_id, requested_at, id) WHERE (state = 'pending'::text);

CREATE INDEX approval_policies_by_unit ON public.approval_policies USING btree (account_id, unit_id, version DESC);

CREATE INDEX assets_by_holder ON public.assets USING btree (account_id, holder_id, id DESC) WHERE (holder_id IS NOT NULL);

CREATE INDEX assets_by_serial_number ON public.assets USING btree (account_id, serial_number, id DESC);

CREATE INDEX assets_by_unit ON public.assets USING btree (account_id, unit_id, id DESC);

CREATE INDEX assets_by_warranty ON public.assets USING btree (account_id, warranty_until) WHERE (warranty_until IS NOT NULL);

CREATE INDEX assortment_rules_by_value ON public.assortment_rules USING btree (account_id, contract_id, version, selector, value);

CREATE INDEX attribute_definitions_by_name ON public.attribute_definitions USING btree (name);

CREATE INDEX catalog_changes_by_day ON public.catalog_changes USING btree (changed_at, change) WHERE (changed_at IS NOT NULL);

CREATE INDEX catalog_history_by_change ON public.catalog_history USING btree (change);

CREATE INDEX category_search_by_word ON public.category_search USING gin (called);

CREATE INDEX contracts_by_unit ON public.contracts USING btree (account_id, unit_id);

CREATE UNIQUE INDEX contracts_one_per_written_number ON public.contracts USING btree (account_id, lower(number));

CREATE INDEX cost_centres_by_unit ON public.cost_centres USING btree (account_id, unit_id);

CREATE INDEX delegates_by_member ON public.delegates USING btree (account_id, membership_id);

CREATE INDEX delegations_by_delegator ON public.delegations USING btree (account_id, delegator_id, id DESC);

CREATE INDEX event_origins_by_address ON public.event_origins USING btree (account_id, address, at, sequence);

CREATE INDEX events_by_actor ON public.events USING btree (account_id, actor_id, at, sequence);

CREATE INDEX events_by_kind ON public.events USING btree (account_id, kind, at, sequence);

CREATE INDEX events_by_member ON public.events USING btree (account_id, on_behalf_of, at, sequence) WHERE (on_behalf_of IS NOT NULL);

CREATE INDEX events_by_subject ON public.events USING btree (account_id, subject_id, sequence DESC);

CREATE INDEX events_by_subject_kind ON public.events USING btree (account_id, subject_kind, at, sequence);

CREATE INDEX events_by_time ON public.events USING btree (account_id, at, sequence);

CREATE UNIQUE INDEX feed_one_place_per_event ON public.feed USING btree (account_id, sequence);

CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (account_id, created_at);

CREATE INDEX imports_by_person ON public.imports USING btree (person_id, id);

CREATE INDEX imports_open ON public.imports USING btree (ready_at) WHERE (ended_at IS NULL);

CREATE INDEX invitations_by_mail ON public.invitations USING btree (mail_id);

CREATE INDEX invitations_by_mailing ON public.invitations USING btree (account_id, mailed_at);

CREATE UNIQUE INDEX invitations_one_open_per_email_and_unit ON public.invitations USING btree (account_id, email, unit_id) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE INDEX limit_uses_by_day ON public.limit_uses USING btree (account_id, person_id, act, used_on) INCLUDE (amount, currency) WHERE (released_at IS NULL);

CREATE INDEX limit_uses_by_subject ON public.limit_uses USING btree (account_id, subject_id) WHERE (released_at IS NULL);

CREATE INDEX mails_waiting ON public.mails USING btree (next_try_at, id) WHERE ((sent_at IS NULL) AND (given_up_at IS NULL));

CREATE INDEX memberships_by_manager ON public.memberships USING btree (account_id, manager_id) WHERE (manager_id IS NOT NULL);

CREATE INDEX memberships_by_person ON public.memberships USING btree (person_id);

CREATE INDEX memberships_by_successor ON public.memberships USING btree (account_id, successor_id) WHERE (successor_id IS NOT NULL);

CREATE INDEX memberships_by_unit ON public.memberships USING btree (account_id, unit_id);

CREATE UNIQUE INDEX memberships_one_open_per_person_and_unit ON public.memberships USING btree (account_id, person_id, unit_id) WHERE (ends_on IS NULL);

CREATE INDEX orders_by_po_number ON public.orders USING btree (account_id, po_number, placed_at DESC, id DESC) WHERE (po_number IS NOT NULL);

CREATE INDEX orders_by_requester ON public.orders USING btree (account_id, requester_id, placed_at DESC, id DESC) WHERE (requester_id IS NOT NULL);

CREATE INDEX orders_by_state ON public.orders USING btree (account_id, state, placed_at DESC, id DESC);

CREATE INDEX orders_by_unit ON public.orders USING btree (account_id, unit_id, placed_at DESC, id DESC);

CREATE INDEX orders_newest_first ON public.orders USING btree (account_id, placed_at DESC, id DESC);

CREATE UNIQUE INDEX orders_one_per_external_id ON public.orders USING btree (account_id, external_id);

CREATE UNIQUE INDEX orders_one_per_number ON public.orders USING btree (account_id, number);

CREATE INDEX partner_people_by_person ON public.partner_people USING btree (person_id);

CREATE UNIQUE INDEX partner_people_once_from_a_day ON public.partner_people USING btree (partner_id, person_id, starts_on) WHERE ((ends_on IS NULL) OR (ends_on >= starts_on));

CREATE INDEX password_reset_requests_by_address ON public.password_reset_requests USING btree (address, requested_at);

CREATE INDEX password_reset_requests_by_email ON public.password_reset_requests USING btree (email_digest, requested_at);

CREATE INDEX password_resets_open ON public.password_resets USING btree (person_id) WHERE (ended_at IS NULL);

CREATE INDEX person_idempotency_keys_by_age ON public.person_idempotency_keys USING btree (person_id, created_at);

CREATE UNIQUE INDEX persons_one_per_email ON public.persons USING btree (email);

CREATE INDEX product_fits_by_product ON public.product_fits USING gin (for_selectors);

CREATE INDEX product_words_by_trigram ON public.product_words USING gin (word public.gin_trgm_ops);

CREATE INDEX products_by_category ON public.products USING btree (category_code text_pattern_ops, sku);

CREATE INDEX products_by_manufacturer ON public.products USING btree (manufacturer, sku);

CREATE INDEX products_by_status ON public.products USING btree (status, sku);

CREATE UNIQUE INDEX products_one_per_sku ON public.products USING btree (sku);

CREATE INDEX quotes_by_requester ON public.quotes USING btree (account_id, requester_id, id DESC);

CREATE INDEX quotes_by_state ON public.quotes USING btree (account_id, state, id DESC);

CREATE INDEX quotes_by_unit ON public.quotes USING btree (account_id, unit_id, id DESC);

CREATE UNIQUE INDEX quotes_one_per_number ON public.quotes USING btree (account_id, number);

CREATE INDEX quotes_open ON public.quotes USING btree (account_id, id DESC) WHERE (state = ANY (ARRAY['draft'::text, 'requested'::text, 'offered'::text, 'submitted'::text, 'approved'::text]));

CREATE INDEX returns_by_order ON public.returns USING btree (account_id, order_id) WHERE (order_id IS NOT NULL);

CREATE INDEX returns_newest_first ON public.returns USING btree (account_id, returned_at DESC, id DESC);

CREATE UNIQUE INDEX returns_one_per_external_id ON public.returns USING btree (account_id, external_id);

CREATE INDEX sessions_by_person ON public.sessions USING btree (person_id, created_at);

CREATE INDEX sign_in_failures_by_address ON public.sign_in_failures USING btree (address, failed_at);

CREATE INDEX sign_in_failures_by_email ON public.sign_in_failures USING btree (email_digest, address, failed_at);

CREATE UNIQUE INDEX standard_configurations_one_per_number ON public.standard_configurations USING btree (account_id, number);

CREATE INDEX supplier_changes_by_subject ON public.supplier_changes USING btree (subject_id, at);

CREATE INDEX units_by_parent ON public.units USING btree (account_id, parent_id);

CREATE UNIQUE INDEX units_one_per_external_id ON public.units USING btree (account_id, external_id);

CREATE UNIQUE INDEX units_one_root_per_account ON public.units USING btree (account_id) WHERE (parent_id IS NULL);

CREATE TRIGGER account_partners_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.account_partners FOR EACH ROW EXECUTE FUNCTION public.tell_access_of_account();

CREATE TRIGGER account_team_members_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.account_team_members FOR EACH ROW EXECUTE FUNCTION public.tell_access_of_account();

CREATE TRIGGER accounts_tell_access AFTER DELETE OR UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.tell_access('account', 'id');

CREATE TRIGGER api_key_accounts_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.api_key_accounts FOR EACH ROW EXECUTE FUNCTION public.tell_access('credential', 'api_key_id');

CREATE TRIGGER api_key_secrets_tell_access AFTER DELETE OR UPDATE ON public.api_key_secrets FOR EACH ROW EXECUTE FUNCTION public.tell_access('credential', 'api_key_id');

CREATE TRIGGER api_keys_tell_access AFTER DELETE OR UPDATE OF expires_at, accounts ON public.api_keys FOR EACH ROW EXECUTE FUNCTION public.tell_access('credential', 'id');

CREATE TRIGGER approval_decisions_as_the_plan_allows AFTER INSERT ON public.approval_decisions FOR EACH ROW EXECUTE FUNCTION public.approval_decision_is_allowed();

CREATE TRIGGER approval_plans_approved_by_decisions BEFORE UPDATE OF state ON public.approval_plans FOR EACH ROW WHEN (((old.state <> new.state) AND ((new.state = 'approved'::text) OR (old.state <> 'pending'::text)))) EXECUTE FUNCTION public.approval_plan_may_end();

CREATE CONSTRAINT TRIGGER approval_plans_have_their_steps AFTER INSERT ON public.approval_plans DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.step_count <> 0)) EXECUTE FUNCTION public.approval_plan_is_whole();

CREATE TRIGGER approval_steps_as_the_plan_was_made AFTER INSERT ON public.approval_steps FOR EACH ROW EXECUTE FUNCTION public.approval_step_is_of_the_plan();

CREATE TRIGGER categories_are_indexed_when_added AFTER INSERT ON public.categories REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.index_changed_categories();

CREATE TRIGGER categories_are_indexed_when_changed AFTER UPDATE ON public.categories REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.index_changed_categories();

CREATE TRIGGER categories_are_recorded_when_added AFTER INSERT ON public.categories REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_categories();

CREATE TRIGGER categories_are_recorded_when_changed AFTER UPDATE ON public.categories REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_categories();

CREATE TRIGGER changed_contracts_change_the_revision AFTER UPDATE ON public.contracts FOR EACH ROW WHEN ((((((old.number IS DISTINCT FROM new.number) OR (old.name IS DISTINCT FROM new.name)) OR (old.unit_id IS DISTINCT FROM new.unit_id)) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.ended_on IS DISTINCT FROM new.ended_on))) EXECUTE FUNCTION public.change_contract_revision();

CREATE TRIGGER contract_versions_change_the_revision AFTER INSERT OR DELETE OR UPDATE ON public.contract_versions FOR EACH ROW EXECUTE FUNCTION public.change_contract_revision();

CREATE TRIGGER contracts_change_the_revision AFTER INSERT OR DELETE ON public.contracts FOR EACH ROW EXECUTE FUNCTION public.change_contract_revision();

CREATE TRIGGER definitions_are_recorded_when_added AFTER INSERT ON public.attribute_definitions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_attribute_definitions();

CREATE TRIGGER definitions_are_recorded_when_changed AFTER UPDATE ON public.attribute_definitions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_attribute_definitions();

CREATE TRIGGER definitions_are_recorded_when_taken_away AFTER DELETE ON public.attribute_definitions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_attribute_definitions();

CREATE TRIGGER delegates_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.delegates FOR EACH ROW EXECUTE FUNCTION public.tell_access_of_account();

CREATE TRIGGER delegations_only_shortened BEFORE UPDATE ON public.delegations FOR EACH ROW WHEN (((new.ends_on > old.ends_on) OR (old.revoked_at IS NOT NULL))) EXECUTE FUNCTION public.delegation_is_only_shortened();

CREATE TRIGGER delegations_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.delegations FOR EACH ROW EXECUTE FUNCTION public.tell_access_of_account();

CREATE TRIGGER fits_are_recorded_when_added AFTER INSERT ON public.product_fits REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_product_fits();

CREATE TRIGGER fits_are_recorded_when_changed AFTER UPDATE ON public.product_fits REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_product_fits();

CREATE TRIGGER memberships_roles_known BEFORE INSERT OR UPDATE OF roles ON public.memberships FOR EACH ROW EXECUTE FUNCTION public.memberships_name_known_roles();

CREATE TRIGGER memberships_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.memberships FOR EACH ROW EXECUTE FUNCTION public.tell_access_of_account();

CREATE TRIGGER orders_as_delegated AFTER INSERT ON public.orders FOR EACH ROW WHEN ((new.delegation_id IS NOT NULL)) EXECUTE FUNCTION public.order_is_as_delegated();

CREATE TRIGGER partner_people_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.partner_people FOR EACH ROW EXECUTE FUNCTION public.tell_access('person', 'person_id');

CREATE TRIGGER partners_tell_access AFTER DELETE OR UPDATE OF disabled_at ON public.partners FOR EACH ROW EXECUTE FUNCTION public.tell_access('partner', 'id');

CREATE TRIGGER persons_tell_access AFTER DELETE OR UPDATE OF email, name, language ON public.persons FOR EACH ROW EXECUTE FUNCTION public.tell_access('person', 'id');

CREATE TRIGGER prices_are_recorded_when_added AFTER INSERT ON public.product_prices REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_product_prices();

CREATE TRIGGER prices_are_recorded_when_changed AFTER UPDATE ON public.product_prices REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_product_prices();

CREATE TRIGGER prices_are_recorded_when_taken_away AFTER DELETE ON public.product_prices REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_product_prices();

CREATE TRIGGER products_are_indexed_when_added AFTER INSERT ON public.products REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.index_changed_products();

CREATE TRIGGER products_are_indexed_when_categories_change AFTER UPDATE ON public.categories REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.index_products_of_changed_categories();

CREATE TRIGGER products_are_indexed_when_changed AFTER UPDATE ON public.products REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.index_changed_products();

CREATE TRIGGER products_are_recorded_when_added AFTER INSERT ON public.products REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_products();

CREATE TRIGGER products_are_recorded_when_changed AFTER UPDATE ON public.products REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.record_products();

CREATE TRIGGER quotes_editors_never_forgotten BEFORE UPDATE OF editor_person_ids ON public.quotes FOR EACH ROW WHEN ((NOT (old.editor_person_ids <@ new.editor_person_ids))) EXECUTE FUNCTION public.quote_editors_are_kept();

CREATE TRIGGER roles_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.roles FOR EACH ROW EXECUTE FUNCTION public.tell_access_of_account();

CREATE TRIGGER sessions_tell_access AFTER DELETE OR UPDATE OF ended_at, expires_at ON public.sessions FOR EACH ROW EXECUTE FUNCTION public.tell_access('credential', 'id');

CREATE TRIGGER staff_tell_access AFTER INSERT OR DELETE OR UPDATE ON public.staff FOR EACH ROW EXECUTE FUNCTION public.tell_access('person', 'person_id');

CREATE TRIGGER units_added AFTER INSERT ON public.units REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.units_change_the_tree();

CREATE TRIGGER units_change_the_revision AFTER UPDATE OF parent_id ON public.units FOR EACH ROW WHEN ((old.parent_id IS DISTINCT FROM new.parent_id)) EXECUTE FUNCTION public.change_contract_revision();

CREATE TRIGGER units_changed AFTER UPDATE ON public.units REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.units_change_the_tree();

ALTER TABLE ONLY public.account_partners
    ADD CONSTRAINT account_partners_are_partners FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.account_partners
    ADD CONSTRAINT account_partners_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.account_team_members
    ADD CONSTRAINT account_team_members_are_staff FOREIGN KEY (person_id) REFERENCES public.staff(person_id);

ALTER TABLE ONLY public.account_team_members
    ADD CONSTRAINT account_team_members_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.api_key_accounts
    ADD CONSTRAINT api_key_accounts_of_a_key FOREIGN KEY (api_key_id) REFERENCES public.api_keys(id);

ALTER TABLE ONLY public.api_key_accounts
    ADD CONSTRAINT api_key_accounts_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.api_key_secrets
    ADD CONSTRAINT api_key_secrets_of_a_key FOREIGN KEY (api_key_id) REFERENCES public.api_keys(id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_of_a_person FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.approval_decisions
    ADD CONSTRAINT approval_decisions_by_a_member FOREIGN KEY (account_id, membership_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.approval_decisions
    ADD CONSTRAINT approval_decisions_for_a_member FOREIGN KEY (account_id, for_membership_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.approval_decisions
    ADD CONSTRAINT approval_decisions_on_a_step FOREIGN KEY (account_id, plan_id, step) REFERENCES public.approval_steps(account_id, plan_id, step);

ALTER TABLE ONLY public.approval_decisions
    ADD CONSTRAINT approval_decisions_on_the_content_shown FOREIGN KEY (account_id, plan_id, digest, requester_person_id, submitter_person_id) REFERENCES public.approval_plans(account_id, id, digest, requester_person_id, submitter_person_id);

ALTER TABLE ONLY public.approval_decisions
    ADD CONSTRAINT approval_decisions_under_a_delegation FOREIGN KEY (account_id, delegation_id) REFERENCES public.delegations(account_id, id);

ALTER TABLE ONLY public.approval_plans
    ADD CONSTRAINT approval_plans_by_a_member FOREIGN KEY (account_id, requester_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.approval_plans
    ADD CONSTRAINT approval_plans_by_a_policy FOREIGN KEY (account_id, policy_version) REFERENCES public.approval_policies(account_id, version);

ALTER TABLE ONLY public.approval_plans
    ADD CONSTRAINT approval_plans_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.approval_policies
    ADD CONSTRAINT approval_policies_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.approval_policies
    ADD CONSTRAINT approval_policies_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.approval_steps
    ADD CONSTRAINT approval_steps_for_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.approval_steps
    ADD CONSTRAINT approval_steps_of_a_plan FOREIGN KEY (account_id, plan_id) REFERENCES public.approval_plans(account_id, id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_held_by_a_member FOREIGN KEY (account_id, holder_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_of_a_cost_centre FOREIGN KEY (account_id, cost_centre_id) REFERENCES public.cost_centres(account_id, id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_of_a_product FOREIGN KEY (product_id) REFERENCES public.products(id);

ALTER TABLE ONLY public.assortment_rules
    ADD CONSTRAINT assortment_rules_of_a_version FOREIGN KEY (account_id, contract_id, version) REFERENCES public.contract_versions(account_id, contract_id, version);

ALTER TABLE ONLY public.attribute_definitions
    ADD CONSTRAINT attribute_definitions_of_a_category FOREIGN KEY (category_code) REFERENCES public.categories(code);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_under_a_category FOREIGN KEY (parent_code) REFERENCES public.categories(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contract_drafts
    ADD CONSTRAINT contract_drafts_by_a_person FOREIGN KEY (changed_by) REFERENCES public.persons(id);

ALTER TABLE ONLY public.contract_drafts
    ADD CONSTRAINT contract_drafts_of_a_contract FOREIGN KEY (account_id, contract_id) REFERENCES public.contracts(account_id, id);

ALTER TABLE ONLY public.contract_revisions
    ADD CONSTRAINT contract_revisions_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.contract_versions
    ADD CONSTRAINT contract_versions_of_a_contract FOREIGN KEY (account_id, contract_id) REFERENCES public.contracts(account_id, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.cost_centres
    ADD CONSTRAINT cost_centres_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.delegates
    ADD CONSTRAINT delegates_are_members FOREIGN KEY (account_id, membership_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.delegates
    ADD CONSTRAINT delegates_of_a_delegation FOREIGN KEY (account_id, delegation_id) REFERENCES public.delegations(account_id, id);

ALTER TABLE ONLY public.delegations
    ADD CONSTRAINT delegations_by_a_member FOREIGN KEY (account_id, delegator_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.document_counters
    ADD CONSTRAINT document_counters_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.event_origins
    ADD CONSTRAINT event_origins_of_an_event FOREIGN KEY (account_id, sequence) REFERENCES public.events(account_id, sequence);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_of_a_person FOREIGN KEY (actor_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.import_chunks
    ADD CONSTRAINT import_chunks_of_an_import FOREIGN KEY (import_id) REFERENCES public.imports(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_outputs
    ADD CONSTRAINT import_outputs_of_an_import FOREIGN KEY (import_id) REFERENCES public.imports(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_by_a_person FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_cancelled_by_a_person FOREIGN KEY (cancelled_by) REFERENCES public.persons(id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_for_an_account FOREIGN KEY (for_account) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_become_a_membership FOREIGN KEY (account_id, membership_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_by_a_person FOREIGN KEY (invited_by) REFERENCES public.persons(id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_by_mail FOREIGN KEY (mail_id) REFERENCES public.mails(id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_into_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_under_a_manager FOREIGN KEY (account_id, manager_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.ledger_heads
    ADD CONSTRAINT ledger_heads_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.limit_holders
    ADD CONSTRAINT limit_holders_of_a_person FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.limit_holders
    ADD CONSTRAINT limit_holders_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.limit_uses
    ADD CONSTRAINT limit_uses_of_a_holder FOREIGN KEY (account_id, person_id, act) REFERENCES public.limit_holders(account_id, person_id, act);

ALTER TABLE ONLY public.mail_contents
    ADD CONSTRAINT mail_contents_of_a_mail FOREIGN KEY (mail_id) REFERENCES public.mails(id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_of_a_person FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_succeeded_by_a_member FOREIGN KEY (account_id, successor_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_under_a_manager FOREIGN KEY (account_id, manager_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_of_a_product FOREIGN KEY (product_id) REFERENCES public.products(id);

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_of_an_order FOREIGN KEY (account_id, order_id) REFERENCES public.orders(account_id, id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_by_a_member FOREIGN KEY (account_id, requester_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_entered_by_a_person FOREIGN KEY (entered_by_person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_from_a_revision FOREIGN KEY (account_id, quote_id, revision) REFERENCES public.quote_revisions(account_id, quote_id, revision);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_placed_by_a_member FOREIGN KEY (account_id, placed_by_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_placed_for_a_member FOREIGN KEY (account_id, placed_for_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_under_a_complete_plan FOREIGN KEY (account_id, plan_id, plan_state, quote_id, revision) REFERENCES public.approval_plans(account_id, id, state, subject_id, revision);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_under_a_delegation FOREIGN KEY (account_id, delegation_id) REFERENCES public.delegations(account_id, id);

ALTER TABLE ONLY public.partner_people
    ADD CONSTRAINT partner_people_are_persons FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.partner_people
    ADD CONSTRAINT partner_people_of_a_partner FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.password_resets
    ADD CONSTRAINT password_resets_of_a_person FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.person_idempotency_keys
    ADD CONSTRAINT person_idempotency_keys_of_a_person FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.pre_approved_lists
    ADD CONSTRAINT pre_approved_lists_of_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_of_a_version FOREIGN KEY (account_id, contract_id, version) REFERENCES public.contract_versions(account_id, contract_id, version);

ALTER TABLE ONLY public.price_tiers
    ADD CONSTRAINT price_tiers_of_a_rule FOREIGN KEY (account_id, contract_id, version, "position") REFERENCES public.price_rules(account_id, contract_id, version, "position");

ALTER TABLE ONLY public.product_prices
    ADD CONSTRAINT product_prices_of_a_product FOREIGN KEY (product_id) REFERENCES public.products(id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_in_a_category FOREIGN KEY (category_code) REFERENCES public.categories(code);

ALTER TABLE ONLY public.purchase_totals
    ADD CONSTRAINT purchase_totals_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.quantity_rules
    ADD CONSTRAINT quantity_rules_of_a_version FOREIGN KEY (account_id, contract_id, version) REFERENCES public.contract_versions(account_id, contract_id, version);

ALTER TABLE ONLY public.quote_lines
    ADD CONSTRAINT quote_lines_of_a_product FOREIGN KEY (product_id) REFERENCES public.products(id);

ALTER TABLE ONLY public.quote_lines
    ADD CONSTRAINT quote_lines_of_a_quote FOREIGN KEY (account_id, quote_id) REFERENCES public.quotes(account_id, id);

ALTER TABLE ONLY public.quote_lines
    ADD CONSTRAINT quote_lines_under_a_contract FOREIGN KEY (account_id, contract_id, contract_version) REFERENCES public.contract_versions(account_id, contract_id, version);

ALTER TABLE ONLY public.quote_revision_lines
    ADD CONSTRAINT quote_revision_lines_of_a_product FOREIGN KEY (product_id) REFERENCES public.products(id);

ALTER TABLE ONLY public.quote_revision_lines
    ADD CONSTRAINT quote_revision_lines_of_a_revision FOREIGN KEY (account_id, quote_id, revision) REFERENCES public.quote_revisions(account_id, quote_id, revision);

ALTER TABLE ONLY public.quote_revisions
    ADD CONSTRAINT quote_revisions_by_a_member FOREIGN KEY (account_id, submitted_by) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.quote_revisions
    ADD CONSTRAINT quote_revisions_of_a_quote FOREIGN KEY (account_id, quote_id) REFERENCES public.quotes(account_id, id);

ALTER TABLE ONLY public.quotes
    ADD CONSTRAINT quotes_by_a_member FOREIGN KEY (account_id, requester_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.quotes
    ADD CONSTRAINT quotes_entered_by_a_person FOREIGN KEY (entered_by_person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.quotes
    ADD CONSTRAINT quotes_in_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.quotes
    ADD CONSTRAINT quotes_under_a_plan FOREIGN KEY (account_id, plan_id) REFERENCES public.approval_plans(account_id, id);

ALTER TABLE ONLY public.return_lines
    ADD CONSTRAINT return_lines_of_a_product FOREIGN KEY (product_id) REFERENCES public.products(id);

ALTER TABLE ONLY public.return_lines
    ADD CONSTRAINT return_lines_of_a_return FOREIGN KEY (account_id, return_id) REFERENCES public.returns(account_id, id);

ALTER TABLE ONLY public.returns
    ADD CONSTRAINT returns_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.returns
    ADD CONSTRAINT returns_of_an_order FOREIGN KEY (account_id, order_id) REFERENCES public.orders(account_id, id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_of_a_person FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.spending_limits
    ADD CONSTRAINT spending_limits_of_a_membership FOREIGN KEY (account_id, membership_id) REFERENCES public.memberships(account_id, id);

ALTER TABLE ONLY public.spending_limits
    ADD CONSTRAINT spending_limits_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_are_persons FOREIGN KEY (person_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.standard_configuration_versions
    ADD CONSTRAINT standard_configuration_versions_of_one FOREIGN KEY (account_id, configuration_id) REFERENCES public.standard_configurations(account_id, id);

ALTER TABLE ONLY public.standard_configurations
    ADD CONSTRAINT standard_configurations_for_a_unit FOREIGN KEY (account_id, unit_id) REFERENCES public.units(account_id, id);

ALTER TABLE ONLY public.standard_configurations
    ADD CONSTRAINT standard_configurations_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.supplier_changes
    ADD CONSTRAINT supplier_changes_by_a_person FOREIGN KEY (actor_id) REFERENCES public.persons(id);

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_of_an_account FOREIGN KEY (account_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_under_a_unit FOREIGN KEY (account_id, parent_id) REFERENCES public.units(account_id, id);

ALTER TABLE public.account_partners ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_partners_of_the_account ON public.account_partners USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

CREATE POLICY account_partners_of_the_person ON public.account_partners FOR SELECT USING ((EXISTS ( SELECT
   FROM public.partner_people w
  WHERE ((w.partner_id = account_partners.partner_id) AND (w.person_id = public.app_person())))));

ALTER TABLE public.account_team_members ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_team_members_of_the_account ON public.account_team_members USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

CREATE POLICY account_team_members_of_the_person ON public.account_team_members FOR SELECT USING ((person_id = public.app_person()));

ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;

CREATE POLICY accounts_of_the_partner ON public.accounts FOR SELECT USING ((EXISTS ( SELECT
   FROM (public.account_partners r
     JOIN public.partner_people w ON ((w.partner_id = r.partner_id)))
  WHERE ((r.account_id = accounts.id) AND (w.person_id = public.app_person())))));

CREATE POLICY accounts_of_the_person ON public.accounts FOR SELECT USING (((EXISTS ( SELECT
   FROM public.memberships m
  WHERE ((m.account_id = accounts.id) AND (m.person_id = public.app_person())))) OR (EXISTS ( SELECT
   FROM public.account_team_members t
  WHERE ((t.account_id = accounts.id) AND (t.person_id = public.app_person()))))));

CREATE POLICY accounts_of_the_staff ON public.accounts FOR SELECT USING (( SELECT public.app_staff_may('readAllAccounts'::text) AS app_staff_may));

CREATE POLICY accounts_of_the_transaction ON public.accounts USING ((id = public.app_account())) WITH CHECK ((id = public.app_account()));

ALTER TABLE public.addresses ENABLE ROW LEVEL SECURITY;

CREATE POLICY addresses_of_the_account ON public.addresses USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.api_key_accounts ENABLE ROW LEVEL SECURITY;

CREATE POLICY api_key_accounts_of_the_account ON public.api_key_accounts USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

CREATE POLICY api_key_accounts_of_the_person ON public.api_key_accounts FOR SELECT USING ((EXISTS ( SELECT
   FROM public.api_keys k
  WHERE ((k.id = api_key_accounts.api_key_id) AND (k.person_id = public.app_person())))));

ALTER TABLE public.approval_decisions ENABLE ROW LEVEL SECURITY;

CREATE POLICY approval_decisions_of_the_account ON public.approval_decisions USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.approval_plans ENABLE ROW LEVEL SECURITY;

CREATE POLICY approval_plans_of_the_account ON public.approval_plans USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.approval_policies ENABLE ROW LEVEL SECURITY;

CREATE POLICY approval_policies_of_the_account ON public.approval_policies USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.approval_steps ENABLE ROW LEVEL SECURITY;

CREATE POLICY approval_steps_of_the_account ON public.approval_steps USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.assets ENABLE ROW LEVEL SECURITY;

CREATE POLICY assets_of_the_account ON public.assets USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.assortment_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY assortment_rules_of_the_account ON public.assortment_rules USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.contract_drafts ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_drafts_of_the_account ON public.contract_drafts USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.contract_revisions ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_revisions_of_the_account ON public.contract_revisions USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.contract_versions ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_versions_of_the_account ON public.contract_versions USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.contracts ENABLE ROW LEVEL SECURITY;

CREATE POLICY contracts_of_the_account ON public.contracts USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.cost_centres ENABLE ROW LEVEL SECURITY;

CREATE POLICY cost_centres_of_the_account ON public.cost_centres USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.delegates ENABLE ROW LEVEL SECURITY;

CREATE POLICY delegates_of_the_account ON public.delegates USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.delegations ENABLE ROW LEVEL SECURITY;

CREATE POLICY delegations_of_the_account ON public.delegations USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.document_counters ENABLE ROW LEVEL SECURITY;

CREATE POLICY document_counters_of_the_account ON public.document_counters USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.event_origins ENABLE ROW LEVEL SECURITY;

CREATE POLICY event_origins_of_the_account ON public.event_origins USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

CREATE POLICY events_of_the_account ON public.events USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

CREATE POLICY events_of_the_feed ON public.events FOR SELECT USING (( SELECT public.app_reads_feed() AS app_reads_feed));

ALTER TABLE public.feed ENABLE ROW LEVEL SECURITY;

CREATE POLICY feed_of_the_feed ON public.feed USING (( SELECT public.app_reads_feed() AS app_reads_feed)) WITH CHECK (( SELECT public.app_reads_feed() AS app_reads_feed));

ALTER TABLE public.feed_queue ENABLE ROW LEVEL SECURITY;

CREATE POLICY feed_queue_of_the_account ON public.feed_queue FOR INSERT WITH CHECK ((account_id = public.app_account()));

CREATE POLICY feed_queue_of_the_feed ON public.feed_queue USING (( SELECT public.app_reads_feed() AS app_reads_feed));

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY idempotency_keys_of_the_account ON public.idempotency_keys USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.import_chunks ENABLE ROW LEVEL SECURITY;

CREATE POLICY import_chunks_are_sent ON public.import_chunks FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM public.imports i
  WHERE ((i.id = import_chunks.import_id) AND (i.person_id = public.app_person()) AND (i.ready_at IS NULL)))));

CREATE POLICY import_chunks_for_the_worker ON public.import_chunks USING (public.app_runs_imports()) WITH CHECK (public.app_runs_imports());

ALTER TABLE public.import_outputs ENABLE ROW LEVEL SECURITY;

CREATE POLICY import_outputs_for_the_worker ON public.import_outputs USING (public.app_runs_imports()) WITH CHECK (public.app_runs_imports());

CREATE POLICY import_outputs_of_the_import ON public.import_outputs FOR SELECT USING ((EXISTS ( SELECT
   FROM public.imports i
  WHERE (i.id = import_outputs.import_id))));

ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;

CREATE POLICY imports_are_cancelled ON public.imports FOR UPDATE USING (((ready_at IS NOT NULL) AND (ended_at IS NULL) AND ((person_id = public.app_person()) OR public.app_may_import(for_account)))) WITH CHECK (((cancelled_by = public.app_person()) AND ((ended_at IS NULL) OR (result = 'cancelled'::text))));

CREATE POLICY imports_for_the_worker ON public.imports USING (public.app_runs_imports()) WITH CHECK (public.app_runs_imports());

CREATE POLICY imports_of_contracts ON public.imports FOR SELECT USING (((for_account IS NOT NULL) AND public.app_may_import(for_account)));

CREATE POLICY imports_of_the_catalog ON public.imports FOR SELECT USING (((for_account IS NULL) AND (EXISTS ( SELECT
   FROM public.staff s
  WHERE ((s.person_id = public.app_person()) AND (s.ended_at IS NULL) AND ('manageCatalog'::text = ANY (s.permissions)))))));

CREATE POLICY imports_of_the_person ON public.imports USING ((person_id = public.app_person())) WITH CHECK (((person_id = public.app_person()) AND (ended_at IS NULL) AND (runner IS NULL)));

ALTER TABLE public.invitations ENABLE ROW LEVEL SECURITY;

CREATE POLICY invitations_of_the_account ON public.invitations USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.ledger_heads ENABLE ROW LEVEL SECURITY;

CREATE POLICY ledger_heads_of_the_account ON public.ledger_heads USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.limit_holders ENABLE ROW LEVEL SECURITY;

CREATE POLICY limit_holders_of_the_account ON public.limit_holders USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.limit_uses ENABLE ROW LEVEL SECURITY;

CREATE POLICY limit_uses_of_the_account ON public.limit_uses USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.mail_contents ENABLE ROW LEVEL SECURITY;

CREATE POLICY mail_contents_are_posted ON public.mail_contents FOR INSERT WITH CHECK (true);

CREATE POLICY mail_contents_for_the_sender ON public.mail_contents USING (public.app_sends_mail()) WITH CHECK (public.app_sends_mail());

ALTER TABLE public.mails ENABLE ROW LEVEL SECURITY;

CREATE POLICY mails_are_posted ON public.mails FOR INSERT WITH CHECK (((tries = 0) AND (num_nonnulls(sent_at, given_up_at, last_failure) = 0)));

CREATE POLICY mails_called_back_by_the_account ON public.mails FOR UPDATE USING ((EXISTS ( SELECT
   FROM public.invitations i
  WHERE ((i.account_id = public.app_account()) AND (i.mail_id = mails.id))))) WITH CHECK ((given_up_at IS NOT NULL));

CREATE POLICY mails_for_the_sender ON public.mails USING (public.app_sends_mail()) WITH CHECK (public.app_sends_mail());

CREATE POLICY mails_of_the_account ON public.mails FOR SELECT USING ((EXISTS ( SELECT
   FROM public.invitations i
  WHERE ((i.account_id = public.app_account()) AND (i.mail_id = mails.id)))));

ALTER TABLE public.memberships ENABLE ROW LEVEL SECURITY;

CREATE POLICY memberships_of_the_account ON public.memberships USING ((account_id = ( SELECT public.app_account() AS app_account))) WITH CHECK ((account_id = ( SELECT public.app_account() AS app_account)));

CREATE POLICY memberships_of_the_person ON public.memberships FOR SELECT USING ((person_id = ( SELECT public.app_person() AS app_person)));

ALTER TABLE public.order_lines ENABLE ROW LEVEL SECURITY;

CREATE POLICY order_lines_of_the_account ON public.order_lines USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;

CREATE POLICY orders_of_the_account ON public.orders USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.person_idempotency_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_idempotency_keys_of_the_person ON public.person_idempotency_keys USING ((person_id = public.app_person())) WITH CHECK ((person_id = public.app_person()));

ALTER TABLE public.pre_approved_lists ENABLE ROW LEVEL SECURITY;

CREATE POLICY pre_approved_lists_of_the_account ON public.pre_approved_lists USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.price_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY price_rules_of_the_account ON public.price_rules USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.price_tiers ENABLE ROW LEVEL SECURITY;

CREATE POLICY price_tiers_of_the_account ON public.price_tiers USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.purchase_totals ENABLE ROW LEVEL SECURITY;

CREATE POLICY purchase_totals_of_the_account ON public.purchase_totals USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.quantity_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY quantity_rules_of_the_account ON public.quantity_rules USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.quote_lines ENABLE ROW LEVEL SECURITY;

CREATE POLICY quote_lines_of_the_account ON public.quote_lines USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.quote_revision_lines ENABLE ROW LEVEL SECURITY;

CREATE POLICY quote_revision_lines_of_the_account ON public.quote_revision_lines USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.quote_revisions ENABLE ROW LEVEL SECURITY;

CREATE POLICY quote_revisions_of_the_account ON public.quote_revisions USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.quotes ENABLE ROW LEVEL SECURITY;

CREATE POLICY quotes_of_the_account ON public.quotes USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.return_lines ENABLE ROW LEVEL SECURITY;

CREATE POLICY return_lines_of_the_account ON public.return_lines USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.returns ENABLE ROW LEVEL SECURITY;

CREATE POLICY returns_of_the_account ON public.returns USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.roles ENABLE ROW LEVEL SECURITY;

CREATE POLICY roles_of_the_account ON public.roles USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

CREATE POLICY roles_of_the_person ON public.roles FOR SELECT USING ((EXISTS ( SELECT
   FROM public.memberships m
  WHERE ((m.account_id = roles.account_id) AND (m.person_id = public.app_person())))));

ALTER TABLE public.spending_limits ENABLE ROW LEVEL SECURITY;

CREATE POLICY spending_limits_of_the_account ON public.spending_limits USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.standard_configuration_versions ENABLE ROW LEVEL SECURITY;

CREATE POLICY standard_configuration_versions_of_the_account ON public.standard_configuration_versions USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.standard_configurations ENABLE ROW LEVEL SECURITY;

CREATE POLICY standard_configurations_of_the_account ON public.standard_configurations USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

ALTER TABLE public.units ENABLE ROW LEVEL SECURITY;

CREATE POLICY units_of_the_account ON public.units USING ((account_id = public.app_account())) WITH CHECK ((account_id = public.app_account()));

GRANT USAGE ON SCHEMA public TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.account_team_members TO purveyor_service;

REVOKE ALL ON FUNCTION public.append_events(p_account uuid, p_ids uuid[], p_kinds text[], p_subject_kinds text[], p_subject_ids uuid[], p_actor uuid, p_on_behalf_of uuid, p_ats timestamp with time zone[], p_data text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.append_events(p_account uuid, p_ids uuid[], p_kinds text[], p_subject_kinds text[], p_subject_ids uuid[], p_actor uuid, p_on_behalf_of uuid, p_ats timestamp with time zone[], p_data text[]) TO purveyor_service;

REVOKE ALL ON FUNCTION public.append_events(p_account uuid, p_ids uuid[], p_kinds text[], p_subject_kinds text[], p_subject_ids uuid[], p_actor uuid, p_on_behalf_of uuid, p_ats timestamp with time zone[], p_data text[], p_session uuid, p_api_key uuid, p_address text, p_request text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.append_events(p_account uuid, p_ids uuid[], p_kinds text[], p_subject_kinds text[], p_subject_ids uuid[], p_actor uuid, p_on_behalf_of uuid, p_ats timestamp with time zone[], p_data text[], p_session uuid, p_api_key uuid, p_address text, p_request text) TO purveyor_service;

REVOKE ALL ON FUNCTION public.begin_catalog_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.date_catalog_change(number bigint, at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.index_categories(codes text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.index_products(ids uuid[]) FROM PUBLIC;

GRANT SELECT,INSERT,UPDATE ON TABLE public.products TO purveyor_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.product_prices TO purveyor_service;

REVOKE ALL ON FUNCTION public.record_category(codes text[]) FROM PUBLIC;

GRANT SELECT,INSERT ON TABLE public.account_partners TO purveyor_service;

GRANT UPDATE(ends_on) ON TABLE public.account_partners TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.account_partners TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.addresses TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.api_key_accounts TO purveyor_service;

GRANT UPDATE(permissions) ON TABLE public.api_key_accounts TO purveyor_service;

GRANT UPDATE(revoked_at) ON TABLE public.api_key_accounts TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.api_key_secrets TO purveyor_service;

GRANT UPDATE(expires_at) ON TABLE public.api_key_secrets TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.api_keys TO purveyor_service;

GRANT UPDATE(name) ON TABLE public.api_keys TO purveyor_service;

GRANT UPDATE(expires_at) ON TABLE public.api_keys TO purveyor_service;

GRANT UPDATE(accounts) ON TABLE public.api_keys TO purveyor_service;

GRANT UPDATE(last_used_at) ON TABLE public.api_keys TO purveyor_service;

GRANT UPDATE(last_used_address) ON TABLE public.api_keys TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.api_keys TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.approval_decisions TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.approval_plans TO purveyor_service;

GRANT UPDATE(state) ON TABLE public.approval_plans TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.approval_plans TO purveyor_service;

GRANT UPDATE(ended_at) ON TABLE public.approval_plans TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.approval_policies TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.approval_steps TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(external_id) ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(unit_id) ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(holder_id) ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(cost_centre_id) ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(delivered_on) ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(warranty_until) ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(retired_on) ON TABLE public.assets TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.assets TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.assortment_rules TO purveyor_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.attribute_definitions TO purveyor_service;

GRANT SELECT ON TABLE public.catalog_changes TO purveyor_service;

GRANT SELECT ON TABLE public.catalog_head TO purveyor_service;

GRANT SELECT ON TABLE public.catalog_history TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.categories TO purveyor_service;

GRANT SELECT ON TABLE public.category_search TO purveyor_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contract_drafts TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_revisions TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.contract_versions TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.contracts TO purveyor_service;

GRANT UPDATE(name) ON TABLE public.contracts TO purveyor_service;

GRANT UPDATE(revision) ON TABLE public.contracts TO purveyor_service;

GRANT UPDATE(ended_on) ON TABLE public.contracts TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.cost_centres TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.delegates TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.delegations TO purveyor_service;

GRANT UPDATE(ends_on) ON TABLE public.delegations TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.delegations TO purveyor_service;

GRANT UPDATE(revoked_at) ON TABLE public.delegations TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.document_counters TO purveyor_service;

GRANT SELECT ON TABLE public.event_origins TO purveyor_service;

GRANT SELECT ON TABLE public.events TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.feed TO purveyor_service;

GRANT SELECT,DELETE ON TABLE public.feed_queue TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.idempotency_keys TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.import_chunks TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.import_outputs TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(ready_at) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(input_bytes) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(runner) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(lease_until) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(tries) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(started_at) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(bytes_read) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(lines_read) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(ended_at) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(result) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(encoding) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(outcome) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(failure) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(cancelled_by) ON TABLE public.imports TO purveyor_service;

GRANT UPDATE(cancel_asked_at) ON TABLE public.imports TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(token_digest) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(invited_by) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(expires_at) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(mail_id) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(mailed_at) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(mails) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(revoked_at) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(accepted_at) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(membership_id) ON TABLE public.invitations TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.invitations TO purveyor_service;

GRANT SELECT ON TABLE public.ledger_heads TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.limit_holders TO purveyor_service;

GRANT UPDATE(act) ON TABLE public.limit_holders TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.limit_uses TO purveyor_service;

GRANT UPDATE(released_at) ON TABLE public.limit_uses TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.mail_contents TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.mails TO purveyor_service;

GRANT UPDATE(next_try_at) ON TABLE public.mails TO purveyor_service;

GRANT UPDATE(tries) ON TABLE public.mails TO purveyor_service;

GRANT UPDATE(sent_at) ON TABLE public.mails TO purveyor_service;

GRANT UPDATE(given_up_at) ON TABLE public.mails TO purveyor_service;

GRANT UPDATE(last_failure) ON TABLE public.mails TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.memberships TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.order_lines TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.orders TO purveyor_service;

GRANT UPDATE(state) ON TABLE public.orders TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.orders TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.partner_people TO purveyor_service;

GRANT UPDATE(ends_on) ON TABLE public.partner_people TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.partner_people TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.partners TO purveyor_service;

GRANT UPDATE(name) ON TABLE public.partners TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.partners TO purveyor_service;

GRANT UPDATE(disabled_at) ON TABLE public.partners TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.password_reset_requests TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.password_resets TO purveyor_service;

GRANT UPDATE(ended_at) ON TABLE public.password_resets TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.person_idempotency_keys TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.persons TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.pre_approved_lists TO purveyor_service;

GRANT UPDATE(entries) ON TABLE public.pre_approved_lists TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.pre_approved_lists TO purveyor_service;

GRANT UPDATE(changed_at) ON TABLE public.pre_approved_lists TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.price_rules TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.price_tiers TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.product_fits TO purveyor_service;

GRANT SELECT ON TABLE public.product_search TO purveyor_service;

GRANT SELECT ON TABLE public.product_words TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.purchase_totals TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.quantity_rules TO purveyor_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quote_lines TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.quote_revision_lines TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.quote_revisions TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.quotes TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.return_lines TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.returns TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.roles TO purveyor_service;

GRANT UPDATE(name) ON TABLE public.roles TO purveyor_service;

GRANT UPDATE(permissions) ON TABLE public.roles TO purveyor_service;

GRANT UPDATE(version) ON TABLE public.roles TO purveyor_service;

GRANT UPDATE(disabled_at) ON TABLE public.roles TO purveyor_service;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sessions TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.sign_in_failures TO purveyor_service;

GRANT UPDATE(id) ON TABLE public.sign_in_failures TO purveyor_service;

GRANT SELECT,INSERT,DELETE ON TABLE public.spending_limits TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.standard_configuration_versions TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.standard_configurations TO purveyor_service;

GRANT UPDATE(revision) ON TABLE public.standard_configurations TO purveyor_service;

GRANT UPDATE(ended_on) ON TABLE public.standard_configurations TO purveyor_service;

GRANT SELECT,INSERT ON TABLE public.supplier_changes TO purveyor_service;

GRANT SELECT,INSERT,UPDATE ON TABLE public.units TO purveyor_service;

REVOKE ALL ON FUNCTION public.settle_product_search() FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_product_search() TO purveyor_service;
