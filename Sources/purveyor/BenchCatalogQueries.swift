import Catalog
import Kernel
import Postgres

/// Accounts with contracts over the products of the bench, written by the cluster's owner.
enum BenchCatalogQueries {
    static func account(_ number: Int) -> String {
        let digits = String(number)
        return "c0000000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static func id(_ kind: String) -> SQL { SQL(stringLiteral: "md5('bench \(kind) ' || g)::uuid") }
    private static let accountID: SQL = "('c0000000-0000-7000-8000-' || lpad(g::text, 12, '0'))::uuid"

    static let databaseBytes = Query<Int>.one("SELECT pg_database_size(current_database())") { row in try row.next() }
    static let contractBytes = Query<Int>.one(
        """
        SELECT sum(pg_total_relation_size(c.name::regclass))::bigint
        FROM unnest(ARRAY['contracts', 'contract_versions', 'assortment_rules', 'price_rules', 'price_tiers']) AS c (name)
        """
    ) { row in try row.next() }
    static let areThere = Query<Bool>.one("SELECT EXISTS (SELECT FROM contracts AS c WHERE c.number = 'B-1')") { row in try row.next() }
    static let latestVersion = Query<Int>.one(
        """
        SELECT max(v.version)::bigint
        FROM contract_versions AS v JOIN contracts AS c ON c.account_id = v.account_id AND c.id = v.contract_id
        WHERE c.number = 'B-1'
        """
    ) { row in try row.next() }
    /// Of one product, in another amount each time.
    static func changePrice(_ round: Int) -> Query<Void> {
        Query(
            """
            UPDATE product_prices AS l SET list_price = l.list_price + 0.01
            FROM bench_stock AS s JOIN products AS p ON p.sku = s.sku
            WHERE l.product_id = p.id AND s.list_price IS NOT NULL
                AND s.n = (SELECT min(o.n) FROM bench_stock AS o WHERE o.list_price IS NOT NULL AND o.n >= \(round * 1000))
            """)
    }

    static let ruleCount = Query<Int>.one("SELECT count(*) FROM price_rules") { row in try row.next() }
    /// The first so many.
    static func skus(_ count: Int) -> Query<[String]> {
        .all("SELECT s.sku FROM bench_stock AS s ORDER BY s.n LIMIT \(count)") { try $0.next() }
    }

    /// Somebody of the staff writes the contracts of the first account.
    static func appoint(_ email: String) -> [Query<Void>] {
        [
            Query(
                """
                UPDATE staff AS s SET permissions = ARRAY(SELECT DISTINCT unnest(s.permissions || '{manageContracts}'))
                FROM persons AS p
                WHERE p.id = s.person_id AND p.email = \(email)
                """),
            Query(
                """
                INSERT INTO account_team_members (account_id, person_id, function, starts_on)
                SELECT \(account(1))::uuid, p.id, 'accountManager', '2020-01-01' FROM persons AS p
                WHERE p.email = \(email) AND NOT EXISTS (
                    SELECT FROM account_team_members AS t WHERE t.account_id = \(account(1))::uuid AND t.person_id = p.id)
                """),
        ]
    }

    /// The categories of the stock, those above them, and what their products are described by.
    static func describe(_ stock: BenchStock) -> [Query<Void>] {
        let attributes = stock.attributes
        return [
            Query(
                """
                INSERT INTO categories (code, parent_code, titles)
                SELECT DISTINCT ON (c.code) c.code, CASE WHEN c.depth > 2 THEN rpad(left(c.code, c.depth - 2), 8, '0') END,
                    jsonb_build_object('en', 'Category ' || c.code)
                FROM (
                    SELECT rpad(left(g.code, d.depth), 8, '0') AS code, d.depth
                    FROM unnest(\(stock.categories)) AS g (code) CROSS JOIN generate_series(2, 8, 2) AS d (depth)
                ) AS c
                ORDER BY c.code, c.depth
                ON CONFLICT (code) DO NOTHING
                """),
            Query(
                """
                INSERT INTO attribute_definitions (category_code, name, kind, labels, position)
                SELECT g.category, g.name, g.kind, '{}', row_number() OVER (PARTITION BY g.category ORDER BY g.name)
                FROM unnest(\(attributes.map(\.category)), \(attributes.map(\.name)), \(attributes.map(\.kind.rawValue)))
                    AS g (category, name, kind)
                ON CONFLICT (category_code, name) DO NOTHING
                """),
        ]
    }

    /// - Parameter somebody: whose password every reader has.
    /// - Returns: what is done together, one after the other.
    static func agree(_ accounts: Int, passwordOf somebody: String) -> [[Query<Void>]] {
        [people(accounts, passwordOf: somebody), contracts(accounts), rules(accounts)].map { $0.map { Query<Void>($0) } }
    }

    private static func people(_ accounts: Int, passwordOf somebody: String) -> [SQL] {
        [
            """
            INSERT INTO accounts (id, name, time_zone, language, currency, created_at)
            SELECT \(accountID), 'Bench customer ' || g, 'Europe/Berlin', 'en', 'USD', '2020-01-01'
            FROM generate_series(1, \(accounts)) AS g
            """,
            """
            INSERT INTO units (account_id, id, parent_id, name, created_at)
            SELECT \(accountID), \(id("catalog unit")), NULL, 'Bench customer ' || g, '2020-01-01' FROM generate_series(1, \(accounts)) AS g
            """,
            """
            INSERT INTO persons (id, email, name, password_hash, created_at)
            SELECT \(id("catalog person")), 'c' || g || '@bench.example', 'Reader ' || g, p.password_hash, '2020-01-01'
            FROM generate_series(1, \(BenchCatalogCommand.readers)) AS g CROSS JOIN persons AS p
            WHERE p.email = \(somebody)
            """,
            """
            INSERT INTO memberships (account_id, id, person_id, unit_id, roles, starts_on, created_at)
            SELECT \(accountID), \(id("catalog member")), \(id("catalog person")), \(id("catalog unit")), '{buyer}',
                '2020-01-01', '2020-01-01'
            FROM generate_series(1, \(BenchCatalogCommand.readers)) AS g
            """,
        ]
    }

    private static func contracts(_ accounts: Int) -> [SQL] {
        [
            """
            INSERT INTO contracts (account_id, id, number, name, unit_id, currency, created_at)
            SELECT \(accountID), \(id("contract")), 'B-' || g, 'Agreement ' || g, \(id("catalog unit")), 'USD', '2020-01-01'
            FROM generate_series(1, \(accounts)) AS g
            """,
            """
            INSERT INTO contract_versions (account_id, contract_id, version, valid_from, price_hold_days, best_price, content_digest,
                published_at)
            SELECT \(accountID), \(id("contract")), 1, '2020-01-01', 30, false, sha256(g::text::bytea), '2020-01-01'
            FROM generate_series(1, \(accounts)) AS g
            """,
            // Every other has all; the rest has the segments that most products are of, but for one maker.
            """
            INSERT INTO assortment_rules (account_id, contract_id, version, position, effect, selector, value)
            SELECT \(accountID), \(id("contract")), 1, r.position, r.effect, r.selector, r.value
            FROM generate_series(1, \(accounts)) AS g
            CROSS JOIN (VALUES (0, 1, 'include', 'everything', ''), (1, 1, 'include', 'category', '43'),
                (1, 2, 'include', 'category', '32'), (1, 3, 'include', 'category', '39'), (1, 4, 'exclude', 'manufacturer', 'Corsair'))
                AS r (kind, position, effect, selector, value)
            WHERE g % 2 = r.kind
            """,
        ]
    }

    /// From 5 to 500 for each contract, few of them long: fixed prices for the most part, else percentages of categories, makers, all.
    private static func rules(_ accounts: Int) -> [SQL] {
        [
            """
            CREATE TABLE IF NOT EXISTS bench_stock AS
            SELECT row_number() OVER (ORDER BY p.sku) - 1 AS n, p.sku, p.category_code, p.manufacturer, l.list_price
            FROM products AS p LEFT JOIN product_prices AS l ON l.product_id = p.id AND l.currency = 'USD'
            WHERE p.manufacturer IS NOT NULL AND p.category_code IS NOT NULL
            """,
            "CREATE UNIQUE INDEX IF NOT EXISTS bench_stock_by_number ON bench_stock (n)",
            "ANALYZE bench_stock",
            // The rows are right; looking each one up among those that were just written would take most of the time.
            "SET LOCAL session_replication_role = replica",
            """
            CREATE TEMPORARY TABLE bench_rules ON COMMIT DROP AS
            SELECT g.g, i AS position, s.*,
                CASE WHEN i = 1 THEN 'everything' WHEN i % 10 = 3 THEN 'category' WHEN i % 10 = 7 THEN 'manufacturer'
                    ELSE 'product' END AS selector
            FROM (
                SELECT n.g, 5 + floor(495 * pow(abs(hashint8(n.g)::bigint) / 2147483648.0, 3))::integer AS count
                FROM generate_series(1, \(accounts)) AS n (g)
            ) AS g
            CROSS JOIN LATERAL generate_series(1, g.count) AS i
            JOIN bench_stock AS s ON s.n = (abs(hashint8(g.g)::bigint) + i * 104729::bigint) % (SELECT count(*) FROM bench_stock)
            """,
            """
            INSERT INTO price_rules (account_id, contract_id, version, position, kind, selector, value)
            SELECT \(accountID), \(id("contract")), 1, r.position,
                CASE WHEN r.selector = 'product' THEN 'fixed' ELSE 'discount' END, r.selector,
                CASE r.selector WHEN 'product' THEN r.sku WHEN 'manufacturer' THEN r.manufacturer
                    WHEN 'category' THEN regexp_replace(r.category_code, '(00)+$', '') ELSE '' END
            FROM bench_rules AS r
            """,
            """
            INSERT INTO price_tiers (account_id, contract_id, version, position, from_quantity, unit_price, discount_percent)
            SELECT \(accountID), \(id("contract")), 1, r.position, t.from_quantity,
                CASE WHEN r.selector = 'product' THEN round(coalesce(r.list_price, 50) * t.factor, 2) END,
                CASE WHEN r.selector <> 'product' THEN round(100 * (1 - t.factor), 1) END
            FROM bench_rules AS r
            CROSS JOIN (VALUES (0, 0.92), (10, 0.87)) AS t (from_quantity, factor)
            WHERE t.from_quantity = 0 OR r.position % 4 = 0
            """,
        ]
    }
}
