package import Kernel
package import Postgres

/// Products that come in by the ten thousand: they are copied into a table of the transaction's own, checked there against each other and
/// the catalog, and merged in one statement.
package enum ProductStagingQueries {
    package static let create = Query<Void>(
        """
        CREATE TEMPORARY TABLE staged_products (
            line bigint NOT NULL, id uuid NOT NULL, sku text NOT NULL, kind text NOT NULL, names jsonb NOT NULL,
            descriptions jsonb NOT NULL, manufacturer text, part_number text, category_code text, unit_of_measure text NOT NULL,
            lead_time_days bigint, status text NOT NULL, available_from date, last_buy_until date, successor_sku text,
            attributes jsonb NOT NULL, images jsonb, documents jsonb, currencies text[] NOT NULL, amounts numeric[] NOT NULL,
            is_refused boolean NOT NULL, is_new boolean NOT NULL DEFAULT true, changes text[] NOT NULL DEFAULT '{}'
        ) ON COMMIT DROP
        """)

    /// A file may take as long as it is long.
    package static let takeTime = Query<Void>("SET LOCAL statement_timeout = 0")

    /// What products are found by goes into its index at the end, at once (`settleSearch`); in kilobytes.
    package static let takeRoom = Query<Void>("SET LOCAL gin_pending_list_limit = 262144")

    package static let settleSearch = Query<Void>("SELECT settle_product_search()")

    package static let copy: StaticString = """
        COPY staged_products (line, id, sku, kind, names, descriptions, manufacturer, part_number, category_code, unit_of_measure,
            lead_time_days, status, available_from, last_buy_until, successor_sku, attributes, images, documents, currencies, amounts,
            is_refused)
        FROM STDIN (FORMAT binary)
        """

    /// Finds what is there already under its SKU, and what differs.
    package static let compare = Query<Void>(
        """
        UPDATE staged_products AS s SET id = p.id, is_new = false, changes = array_remove(ARRAY[
            CASE WHEN p.kind <> s.kind THEN 'kind' END,
            CASE WHEN p.names <> s.names THEN 'name' END,
            CASE WHEN p.descriptions <> s.descriptions THEN 'description' END,
            CASE WHEN p.manufacturer IS DISTINCT FROM s.manufacturer THEN 'manufacturer' END,
            CASE WHEN p.manufacturer_part_number IS DISTINCT FROM s.part_number THEN 'manufacturerPartNumber' END,
            CASE WHEN p.category_code IS DISTINCT FROM s.category_code THEN 'category' END,
            CASE WHEN p.unit_of_measure <> s.unit_of_measure THEN 'unitOfMeasure' END,
            CASE WHEN p.lead_time_days IS DISTINCT FROM s.lead_time_days THEN 'leadTimeDays' END,
            CASE WHEN p.status <> s.status THEN 'status' END,
            CASE WHEN p.available_from IS DISTINCT FROM s.available_from THEN 'availableFrom' END,
            CASE WHEN p.last_buy_until IS DISTINCT FROM s.last_buy_until THEN 'lastBuyUntil' END,
            CASE WHEN p.successor_sku IS DISTINCT FROM s.successor_sku THEN 'successor' END,
            CASE WHEN p.attributes <> s.attributes THEN 'attribute' END,
            CASE WHEN p.images IS DISTINCT FROM s.images THEN 'image' END,
            CASE WHEN s.documents IS NOT NULL AND coalesce(p.documents, '[]') <> s.documents THEN 'document' END,
            CASE WHEN coalesce((
                    SELECT jsonb_object_agg(l.currency, l.list_price) FROM product_prices AS l WHERE l.product_id = p.id), '{}')
                <> coalesce((
                    SELECT jsonb_object_agg(g.currency, g.amount) FROM unnest(s.currencies, s.amounts) AS g (currency, amount)), '{}')
                THEN 'listPrice' END], NULL)
        FROM products AS p
        WHERE p.sku = s.sku AND NOT s.is_refused
        """)

    /// So that what follows is planned for as many as there are.
    package static let settle = Query<Void>("ANALYZE staged_products (sku, successor_sku, is_new, changes)")

    /// - `first`: the line of the file that has the SKU before this one.
    /// - `isRefused`: whether something else is wrong with the line, which was told before.
    package typealias Flaw = (line: Int, sku: String, successor: String?, isRefused: Bool, code: String, first: Int?)

    /// What is wrong between products, those that are refused already among them, but for circles of successors (`successions`).
    package static let flaws = flaws(
        """
        SELECT s.line, s.sku, s.successor_sku, s.is_refused, 'givenTwice', s.first_line
        FROM (
            SELECT g.line, g.sku, g.successor_sku, g.is_refused, min(g.line) OVER (PARTITION BY g.sku) AS first_line
            FROM staged_products AS g
        ) AS s
        WHERE s.line > s.first_line
        UNION ALL
        SELECT s.line, s.sku, s.successor_sku, s.is_refused, 'unknownSuccessor', NULL
        FROM staged_products AS s
        WHERE s.successor_sku IS NOT NULL
            AND NOT EXISTS (SELECT FROM products AS p WHERE p.sku = s.successor_sku)
            AND NOT EXISTS (SELECT FROM staged_products AS o WHERE o.sku = s.successor_sku)
        ORDER BY 1, 5
        """)

    /// Of those that are not refused, which would come before one that is, and that is nowhere else.
    package static let strandedFlaws = flaws(
        """
        SELECT s.line, s.sku, s.successor_sku, false, 'successorRefused', o.line
        FROM staged_products AS s
        JOIN LATERAL (
            SELECT min(o.line) AS line, bool_and(o.is_refused) AS is_refused FROM staged_products AS o WHERE o.sku = s.successor_sku
        ) AS o ON o.is_refused
        WHERE NOT s.is_refused AND NOT EXISTS (SELECT FROM products AS p WHERE p.sku = s.successor_sku)
        ORDER BY 1
        """)

    private static func flaws(_ sql: SQL) -> Query<[Flaw]> {
        .all(sql) { row in
            (
                line: try row.next(), sku: try row.next(), successor: try row.next(), isRefused: try row.next(), code: try row.next(),
                first: try row.next()
            )
        }
    }

    package typealias Succession = (line: Int?, isRefused: Bool, sku: String, successor: String)

    /// What comes after what, of the file and on from there; with its line what stands in the file. A product whose successor has none
    /// is in no circle.
    /// - Parameter refused: whether lines that are refused count as what they say, or as if they were not there.
    package static func successions(withRefused refused: Bool) -> Query<[Succession]> {
        let counted: SQL = refused ? "" : "AND NOT s.is_refused"
        return .all(
            """
            WITH RECURSIVE next AS (
                SELECT s.line, s.is_refused, s.sku, s.successor_sku FROM staged_products AS s WHERE s.successor_sku IS NOT NULL \(counted)
                UNION
                SELECT NULL, false, p.sku, p.successor_sku
                FROM next AS n JOIN products AS p ON p.sku = n.successor_sku
                WHERE p.successor_sku IS NOT NULL AND NOT EXISTS (SELECT FROM staged_products AS s WHERE s.sku = p.sku \(counted))
            )
            SELECT n.line, n.is_refused, n.sku, n.successor_sku
            FROM next AS n
            WHERE EXISTS (SELECT FROM next AS o WHERE o.sku = n.successor_sku)
            """
        ) { row in (line: try row.next(), isRefused: try row.next(), sku: try row.next(), successor: try row.next()) }
    }

    package static func refuse(_ lines: [Int]) -> Query<Void> {
        Query("UPDATE staged_products AS s SET is_refused = true WHERE s.line = ANY(\(lines))")
    }

    package static let forgetRefused = Query<Void>("DELETE FROM staged_products AS s WHERE s.is_refused")

    /// Adds what is new and changes what differs; answers with how many of each. Products and list prices in one statement, so that history
    /// gets each product once, whole.
    package static func merge(at now: Instant) -> Query<(added: Int, changed: Int)> {
        .one(
            """
            WITH added AS (
                INSERT INTO products (id, sku, kind, names, descriptions, manufacturer, manufacturer_part_number, category_code,
                    unit_of_measure, lead_time_days, status, available_from, last_buy_until, successor_sku, attributes, images,
                    documents, created_at, updated_at)
                SELECT s.id, s.sku, s.kind, s.names, s.descriptions, s.manufacturer, s.part_number, s.category_code,
                    s.unit_of_measure, s.lead_time_days, s.status, s.available_from, s.last_buy_until, s.successor_sku,
                    s.attributes, s.images, nullif(s.documents, '[]'), \(now), \(now)
                FROM staged_products AS s
                WHERE s.is_new
                ORDER BY s.sku
                RETURNING 1
            ), changed AS (
                UPDATE products AS p SET kind = s.kind, names = s.names, descriptions = s.descriptions,
                    manufacturer = s.manufacturer, manufacturer_part_number = s.part_number, category_code = s.category_code,
                    unit_of_measure = s.unit_of_measure, lead_time_days = s.lead_time_days, status = s.status,
                    available_from = s.available_from, last_buy_until = s.last_buy_until, successor_sku = s.successor_sku,
                    attributes = s.attributes, images = s.images,
                    documents = CASE WHEN s.documents IS NULL THEN p.documents ELSE nullif(s.documents, '[]') END,
                    version = p.version + 1, updated_at = \(now)
                FROM staged_products AS s
                WHERE p.id = s.id AND NOT s.is_new AND s.changes <> '{}'
                RETURNING 1
            ), priced AS (
                INSERT INTO product_prices AS l (product_id, currency, list_price)
                SELECT s.id, g.currency, g.list_price
                FROM staged_products AS s
                CROSS JOIN unnest(s.currencies, s.amounts) AS g (currency, list_price)
                WHERE s.is_new OR 'listPrice' = ANY(s.changes)
                ORDER BY s.id
                ON CONFLICT (product_id, currency) DO UPDATE SET list_price = excluded.list_price
                WHERE l.list_price <> excluded.list_price
            ), dropped AS (
                DELETE FROM product_prices AS l
                USING staged_products AS s
                WHERE l.product_id = s.id AND NOT s.is_new AND 'listPrice' = ANY(s.changes) AND NOT l.currency = ANY(s.currencies)
            )
            SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM changed)
            """
        ) { row in (added: try row.next(), changed: try row.next()) }
    }
}
