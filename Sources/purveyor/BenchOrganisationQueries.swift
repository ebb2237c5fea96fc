import Kernel
import Postgres

/// An account of 2,000 units and 20,000 members with 50,000 quotes and as many orders, written by the cluster's owner.
enum BenchOrganisationQueries {
    static let account = "b0000000-0000-7000-8000-000000000001"
    /// Of a division: everything below it is a sixth of the account.
    static let division = "md5('bench unit 3')::uuid"

    static let isThere = Query<Bool>.one("SELECT EXISTS (SELECT FROM accounts AS a WHERE a.id = \(id))") { row in try row.next() }

    static let divisionID = Query<String>.one(SQL(stringLiteral: "SELECT \(division)::text")) { row in try row.next() }

    /// The last unit and member of the first nine tenths, in the order of their lists: what a page deep in them comes after.
    static let deepMember = Query<String>.one(
        "SELECT m.id::text FROM memberships AS m WHERE m.account_id = \(id) ORDER BY m.id OFFSET 18000 LIMIT 1"
    ) { row in try row.next() }
    static let deepUnit = Query<String>.one(
        "SELECT u.id::text FROM units AS u WHERE u.account_id = \(id) ORDER BY u.id OFFSET 1800 LIMIT 1"
    ) { row in try row.next() }

    private static let id: SQL = "'b0000000-0000-7000-8000-000000000001'::uuid"

    /// - Parameter somebody: whose password everybody has.
    static func seed(passwordOf somebody: String) -> [Query<Void>] {
        let statements: [SQL] = [
            """
            INSERT INTO accounts (id, name, time_zone, language, currency, created_at)
            VALUES (\(id), 'Bench organisation', 'Europe/Berlin', 'en', 'EUR', '2020-01-01')
            """,
            // Six under each: five deep.
            """
            INSERT INTO units (account_id, id, parent_id, name, created_at)
            SELECT \(id), md5('bench unit ' || g)::uuid,
                CASE WHEN g > 1 THEN md5('bench unit ' || (g + 4) / 6)::uuid END, 'Unit ' || g, '2020-01-01'
            FROM generate_series(1, 2000) AS g
            ORDER BY g
            """,
            """
            INSERT INTO persons (id, email, name, password_hash, created_at)
            SELECT md5('bench person ' || g)::uuid, 'p' || g || '@bench.example',
                (ARRAY['Ana', 'Bo', 'Cleo', 'Dag', 'Edda', 'Finn', 'Gro'])[1 + g % 7] || ' Person ' || g, p.password_hash, '2020-01-01'
            FROM generate_series(1, 20000) AS g
            CROSS JOIN persons AS p
            WHERE p.email = \(somebody)
            """,
            // The first manages the account, the second decides in a division; everybody else buys.
            """
            INSERT INTO memberships (account_id, id, person_id, unit_id, roles, starts_on, created_at)
            SELECT \(id), md5('bench member ' || g)::uuid, md5('bench person ' || g)::uuid,
                md5('bench unit ' || CASE g WHEN 1 THEN 1 WHEN 2 THEN 3 ELSE 1 + g % 2000 END)::uuid,
                CASE g WHEN 1 THEN '{accountAdmin}' WHEN 2 THEN '{approver}' ELSE '{buyer}' END::text[], '2020-01-01', '2020-01-01'
            FROM generate_series(1, 20000) AS g
            """,
            """
            INSERT INTO quotes (account_id, id, number, name, state, revision, version, unit_id, requester_id, currency, total,
                created_at, updated_at)
            SELECT \(id), gen_random_uuid(), g, 'Quote ' || g, CASE WHEN g % 20 = 0 THEN 'draft' ELSE 'cancelled' END, 1, 1,
                md5('bench unit ' || 1 + g % 2000)::uuid, md5('bench member ' || 3 + g % 19998)::uuid, 'EUR', 1,
                '2024-01-01'::timestamptz + g * interval '1 minute', '2024-01-01'
            FROM generate_series(1, 50000) AS g
            """,
            """
            INSERT INTO orders (account_id, id, number, origin, external_id, state, unit_id, currency, total, line_count, placed_at)
            SELECT \(id), gen_random_uuid(), g, 'history', 'B-' || g, 'closed', md5('bench unit ' || 1 + g % 2000)::uuid, 'EUR', 1, 1,
                '2024-01-01'::timestamptz + g * interval '1 minute'
            FROM generate_series(1, 50000) AS g
            """,
        ]
        return statements.map { Query<Void>($0) }
    }
}
