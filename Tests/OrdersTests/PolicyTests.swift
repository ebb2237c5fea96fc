import Foundation
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

/// Rule 19 by the database alone: row security holds the line even where every grant and every constraint is gone, and what tries it finds
/// the hole as soon as one policy lets everything through.
///
/// Tables and policies come from the catalog, and their rows are made up from it, so that none could be forgotten.
@Suite(.database) struct PolicyTests {
    let own = UUID()
    let other = UUID()
    /// Where the person of the tests belongs to the team; a member they are in `own`.
    private let served = UUID()
    private let person = UUID()
    private let reader = UUID()
    var owner: Database { TestDatabase.current.owner }

    struct Policy: Sendable, CustomStringConvertible {
        let table: String
        let name: String
        let command: String
        let hasUsing: Bool
        let hasCheck: Bool

        var description: String { name }
        /// Whether it shows the rows of the transaction's account and nothing else.
        var isOfTheAccount: Bool { name == "\(table)_of_the_account" || name == "accounts_of_the_transaction" }
    }

    // MARK: The catalog

    @Test func `every table with an account's rows has row security, forced, and a policy; the service can go round none`() async throws {
        let open = try await owner.query(
            Query.all(
                """
                SELECT c.relname
                FROM pg_class AS c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                    AND (c.relname = 'accounts' OR EXISTS (
                        SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped))
                    AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                        AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid))
                """
            ) { try $0.next(String.self) })
        #expect(open == [])
        let ways = try await owner.query(
            Query.all(
                """
                SELECT 'owns ' || c.relname
                FROM pg_class AS c
                WHERE c.relnamespace = 'public'::regnamespace AND pg_has_role('purveyor_service', c.relowner, 'MEMBER')
                UNION ALL
                SELECT 'is ' || r.rolname
                FROM pg_roles AS r
                WHERE (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole) AND pg_has_role('purveyor_service', r.oid, 'MEMBER')
                UNION ALL
                SELECT 'sees through ' || c.relname
                FROM pg_class AS c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')
                """
            ) { try $0.next(String.self) })
        #expect(ways == [])
    }

    // MARK: The line

    @Test func `with all policies on nothing of another account is read, written, moved or deleted, in any table`() async throws {
        for table in try await lay() {
            #expect(try await leaks(table, account: own) == [], "\(table)")
            #expect(try await leaks(table, account: nil) == [], "\(table), with no account")
            #expect(try await leaks(table, account: nil, person: person) == [], "\(table), as a person")
            #expect(try await leaks(table, account: own, person: person) == [], "\(table), as a person in an account")
        }
    }

    @Test func `what tries the line finds each policy that lets everything through`() async throws {
        _ = try await lay()
        let policies = try await policies()
        #expect(policies.count >= 30)
        let others = try await owner.query(
            Query.all("SELECT DISTINCT p.tablename FROM pg_policies AS p WHERE p.schemaname = 'public' ORDER BY 1") {
                try $0.next(String.self)
            })
        // Mails are of no account: see PolicyTests+mails. The keys of what is done outside the accounts are a
        // person's (CustomerTests), and so are the files that they send in (ImportJobTests).
        #expect(
            Set(others).subtracting(policies.map(\.table)) == [
                "mails", "mail_contents", "person_idempotency_keys", "imports", "import_chunks", "import_outputs",
            ])
        let all = ["read", "insert", "update", "move", "delete"]
        for policy in policies {
            let found = try await leaks(policy.table, account: own, after: [opening(policy)])
            let expected = ["SELECT": ["read"], "INSERT": ["insert"], "UPDATE": ["update", "move"], "DELETE": ["delete"]]
            #expect(found == expected[policy.command] ?? all, "\(policy)")
        }
        for table in Set(policies.map(\.table)) {
            let found = try await leaks(table, account: own, after: ["ALTER TABLE \(table) DISABLE ROW LEVEL SECURITY"])
            #expect(found == all, "\(table)")
        }
    }

    func opening(_ policy: Policy) -> String {
        "ALTER POLICY \(policy.name) ON \(policy.table)" + (policy.hasUsing ? " USING (true)" : "")
            + (policy.hasCheck ? " WITH CHECK (true)" : "")
    }

    // MARK: What is shown beyond an account

    /// What a policy that is not about the transaction's account shows, and to whom: a person of an account and of a team, and a reader of
    /// the feed.
    private var beyond: [String: (person: String, reader: String)] {
        [
            "accounts_of_the_person": ("id IN ('\(own)', '\(served)')", "false"),
            "memberships_of_the_person": ("person_id = '\(person)'", "false"),
            "account_team_members_of_the_person": ("person_id = '\(person)'", "false"),
            "roles_of_the_person": ("account_id = '\(own)'", "false"),
            "api_key_accounts_of_the_person": ("account_id = '\(own)'", "false"),
            // The rows of the stage are of no staff's and of no partner's.
            "accounts_of_the_staff": ("false", "false"),
            "accounts_of_the_partner": ("false", "false"),
            "account_partners_of_the_person": ("false", "false"),
            "events_of_the_feed": ("false", "true"),
            "feed_of_the_feed": ("false", "true"),
            "feed_queue_of_the_feed": ("false", "true"),
        ]
    }

    @Test func `with no account a person sees what says who they are, a reader of the feed the feed, and both nothing else`() async throws {
        let tables = try await lay()
        let wide = try await policies().filter { !$0.isOfTheAccount }
        #expect(Set(wide.map(\.name)) == Set(beyond.keys), "say in `beyond` what each policy shows")
        for table in tables {
            let rules = wide.filter { $0.table == table }.compactMap { beyond[$0.name] }
            for (somebody, rule) in [(person, rules.map(\.person)), (reader, rules.map(\.reader))] {
                let condition = rule.isEmpty ? "false" : rule.joined(separator: " OR ")
                let should = try await owner.query(rows(table, condition))
                let sees = try await TestDatabase.current.service.read(AccountScope(person: somebody).settings, rows(table, "true"))
                #expect(sees == should, "\(table)")
            }
            let sees = try await TestDatabase.current.service.read(AccountScope(person: UUID()).settings, rows(table, "true"))
            #expect(sees == [], "\(table), to a stranger")
        }
    }

    private func rows(_ table: String, _ condition: String) -> Query<[String]> {
        Query.all(SQL(stringLiteral: "SELECT t::text FROM \(table) AS t WHERE \(condition) ORDER BY 1")) { try $0.next(String.self) }
    }

    // MARK: The stage

    /// Takes away everything but row security, and puts rows of three accounts into every table. Answers with the tables.
    func lay() async throws -> [String] {
        for statement in [Self.strip, Self.keys, Self.newRow, Self.leaks] {
            try await owner.query(Query<Void>(SQL(stringLiteral: statement)))
        }
        let tables = try await owner.query(
            Query.all(
                """
                SELECT c.relname
                FROM pg_class AS c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                    AND (c.relname = 'accounts' OR EXISTS (
                        SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped))
                ORDER BY c.relname
                """
            ) { try $0.next(String.self) })
        for table in tables {
            // The person is a member in `own`, and of the team in `served`.
            let isTeam = table == "account_team_members"
            for (account, somebody) in [(own, isTeam ? UUID() : person), (other, UUID()), (served, isTeam ? person : UUID())] {
                let statement = try await owner.query(
                    Query.one(SQL(stringLiteral: "SELECT new_row('\(table)', '\(account)', '\(somebody)')")) { try $0.next(String.self) })
                try await owner.query(Query<Void>(SQL(stringLiteral: statement)))
            }
        }
        try await owner.query(
            Query<Void>(
                """
                INSERT INTO api_keys (id, person_id, name, created_at, accounts)
                SELECT a.api_key_id, \(person), 'Program', a.created_at, 1 FROM api_key_accounts AS a WHERE a.account_id = \(own)
                """))
        try await owner.query(Query<Void>("INSERT INTO staff (person_id, title, permissions) VALUES (\(reader), 'Reader', '{readFeed}')"))
        return tables
    }

    /// - Parameter condition: of which tables; nil: of those with an account's rows.
    func policies(where condition: SQL? = nil) async throws -> [Policy] {
        let ofAccounts: SQL = """
            p.tablename = 'accounts' OR EXISTS (
                SELECT FROM pg_attribute AS a
                WHERE a.attrelid = p.tablename::text::regclass AND a.attname = 'account_id' AND NOT a.attisdropped)
            """
        return try await owner.query(
            Query.all(
                """
                SELECT p.tablename, p.policyname, p.cmd, p.qual IS NOT NULL, p.with_check IS NOT NULL
                FROM pg_policies AS p
                WHERE p.schemaname = 'public' AND (\(condition ?? ofAccounts))
                ORDER BY p.policyname
                """
            ) { row in
                Policy(
                    table: try row.next(), name: try row.next(), command: try row.next(), hasUsing: try row.next(),
                    hasCheck: try row.next())
            })
    }

    /// What of `other` the service's role comes to, if some statements have been done before; they are undone.
    private func leaks(
        _ table: String, account: UUID?, person: UUID? = nil, after statements: [String] = []
    ) async throws -> [String] {
        struct Found: Error { let leaks: [String] }
        do {
            try await owner.transaction([]) { transaction in
                for statement in statements + ["SET LOCAL ROLE purveyor_service"] {
                    transaction.enqueue(Query<Void>(SQL(stringLiteral: statement)))
                }
                let found: [String] = try await transaction.run(
                    Query.one(
                        """
                        SELECT leaks(\(table)::text::regclass, \(own), \(other))
                        FROM set_config('app.account', \(account?.uuidString ?? ""), true) AS a,
                            set_config('app.person', \(person?.uuidString ?? ""), true) AS p
                        """
                    ) { try $0.next([String].self) })
                throw Found(leaks: found)
            }
        } catch let found as Found {
            return found.leaks
        }
        return []
    }

    /// Everything else that could stop somebody: keys to other tables, checks, triggers, grants.
    private static let strip = """
        DO $$
        DECLARE
            v_found record;
        BEGIN
            FOR v_found IN
                SELECT c.conrelid::regclass AS name, c.conname
                FROM pg_constraint AS c
                WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('c', 'f') AND c.conparentid = 0
            LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_found.name, v_found.conname);
            END LOOP;
            FOR v_found IN
                SELECT c.oid::regclass AS name FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            LOOP
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', v_found.name);
            END LOOP;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO purveyor_service;
        END
        $$
        """

    private static let keys = """
        CREATE FUNCTION key_of(p_table regclass) RETURNS text LANGUAGE sql
        RETURN CASE WHEN p_table = 'accounts'::regclass THEN 'id' ELSE 'account_id' END
        """

    /// An INSERT of a row with something in every column.
    private static let newRow = """
        CREATE FUNCTION new_row(p_table regclass, p_account uuid, p_person uuid) RETURNS text LANGUAGE sql AS $$
            SELECT format('INSERT INTO %s (%s) VALUES (%s)', p_table, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
                string_agg(
                    CASE
                        WHEN a.attname = key_of(p_table) THEN quote_literal(p_account)
                        WHEN a.attname = 'person_id' THEN quote_literal(p_person)
                        WHEN t.typcategory = 'A' THEN '''{}'''
                        ELSE CASE t.typname
                            WHEN 'uuid' THEN 'gen_random_uuid()'
                            WHEN 'text' THEN 'md5(random()::text)'
                            WHEN 'bpchar' THEN quote_literal(repeat('X', a.atttypmod - 4))
                            WHEN 'int2' THEN '(30000 * random())::smallint'
                            WHEN 'int4' THEN '(1000000000 * random())::integer'
                            WHEN 'int8' THEN '(1000000000 * random())::bigint'
                            WHEN 'numeric' THEN '1'
                            WHEN 'bool' THEN 'false'
                            WHEN 'date' THEN 'current_date'
                            WHEN 'timestamptz' THEN 'now()'
                            WHEN 'bytea' THEN 'sha256(random()::text::bytea)'
                            WHEN 'json' THEN '''{}'''
                            WHEN 'jsonb' THEN '''{}'''
                            ELSE 'a value of type ' || t.typname
                        END
                    END, ', ' ORDER BY a.attnum))
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
        $$
        """

    /// What somebody who is `p_own` can do to the rows of `p_other`: each way by itself, and undone.
    private static let leaks = """
        CREATE FUNCTION leaks(p_table regclass, p_own uuid, p_other uuid) RETURNS text[] LANGUAGE plpgsql AS $$
        DECLARE
            v_key text := key_of(p_table);
            v_leaks text[] := '{}';
            v_rows bigint;
            v_way record;
        BEGIN
            FOR v_way IN
                SELECT *
                FROM (VALUES
                    ('read', format('SELECT FROM %s WHERE %I = %L', p_table, v_key, p_other)),
                    ('insert', new_row(p_table, CASE v_key WHEN 'id' THEN gen_random_uuid() ELSE p_other END, gen_random_uuid())),
                    ('update', format('UPDATE %s SET %I = %I WHERE %I = %L', p_table, v_key, v_key, v_key, p_other)),
                    ('move', format('UPDATE %s SET %I = %L WHERE %I = %L', p_table, v_key, gen_random_uuid(), v_key, p_own)),
                    ('delete', format('DELETE FROM %s WHERE %I = %L', p_table, v_key, p_other))
                ) AS w (what, statement)
            LOOP
                BEGIN
                    EXECUTE v_way.statement;
                    GET DIAGNOSTICS v_rows = ROW_COUNT;
                    IF v_rows > 0 THEN
                        RAISE EXCEPTION 'a leak' USING ERRCODE = 'PV001';
                    END IF;
                EXCEPTION
                    -- The policies are asked before the keys.
                    WHEN SQLSTATE 'PV001' OR unique_violation THEN v_leaks := v_leaks || v_way.what;
                    WHEN insufficient_privilege THEN NULL;
                END;
            END LOOP;
            RETURN v_leaks;
        END
        $$
        """
}
