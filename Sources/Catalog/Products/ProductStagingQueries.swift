package import Kernel
package import Postgres

/// Products that come in by the ten thousand: they are copied into a table of the transaction's own, checked there against each other and
/// the catalog, and merged in one statement.
package enum ProductStagingQueries {
    package static let create = Query<Void>(
        """
        CREATE TEMPORARY TABLE staged_products (
            line bigint NOT NULL, id uuid NOT NULL, sku text NOT NULL, kind text NOT NULL, names text NOT NULL, descriptions text NOT NULL,
            manufacturer text, part_number text, category_code text, unit_of_measure text NOT NULL, lead_time_days bigint,
            status text NOT NULL, available_from date, last_buy_until date, successor_sku text, attributes text NOT NULL, images text,
            currencies text[] NOT NULL, amounts numeric[] NOT NULL, is_merged boolean NOT NULL DEFAULT false
        ) ON COMMIT DROP
        """)

    package static let copy: StaticString = """
        COPY staged_products (line, id, sku, kind, names, descriptions, manufacturer, part_number, category_code, unit_of_measure,
            lead_time_days, status, available_from, last_buy_until, successor_sku, attributes, images, currencies, amounts)
        FROM STDIN (FORMAT binary)
        """

    /// So that what follows is planned for as many as there are.
    package static let settle = Query<Void>("ANALYZE staged_products")

    package typealias Flaw = (line: Int, sku: String, successor: String?, code: String)

    /// What is wrong between products, all of it.
    package static let flaws = Query<[Flaw]>.all(
        """
        WITH RECURSIVE next AS (
            SELECT s.sku, s.successor_sku FROM staged_products AS s WHERE s.successor_sku IS NOT NULL
            UNION ALL
            SELECT p.sku, p.successor_sku
            FROM products AS p
            WHERE p.successor_sku IS NOT NULL AND NOT EXISTS (SELECT FROM staged_products AS s WHERE s.sku = p.sku)
        ), chain AS (
            SELECT s.sku, s.successor_sku AS reached FROM staged_products AS s WHERE s.successor_sku IS NOT NULL
            UNION
            SELECT c.sku, n.successor_sku FROM chain AS c JOIN next AS n ON n.sku = c.reached
        )
        SELECT s.line, s.sku, s.successor_sku, 'givenTwice'
        FROM (SELECT s.*, row_number() OVER (PARTITION BY s.sku ORDER BY s.line) AS place FROM staged_products AS s) AS s
        WHERE s.place > 1
        UNION ALL
        SELECT s.line, s.sku, s.successor_sku, 'unknownSuccessor'
        FROM staged_products AS s
        WHERE s.successor_sku IS NOT NULL
            AND NOT EXISTS (SELECT FROM products AS p WHERE p.sku = s.successor_sku)
            AND NOT EXISTS (SELECT FROM staged_products AS o WHERE o.sku = s.successor_sku)
        UNION ALL
        SELECT s.line, s.sku, s.successor_sku, 'successorCircle'
        FROM staged_products AS s
        JOIN chain AS c ON c.sku = s.sku AND c.reached = s.sku
        ORDER BY 1, 4
        """
    ) { row in (line: try row.next(), sku: try row.next(), successor: try row.next(), code: try row.next()) }

    package static func forget(_ lines: [Int]) -> Query<Void> {
        Query("DELETE FROM staged_products AS s WHERE s.line = ANY(\(lines))")
    }

    /// Adds what is new and changes what differs; answers with how many of each.
    package static func merge(at now: Instant) -> Query<(added: Int, changed: Int)> {
        .one(
            """
            WITH merged AS (
                INSERT INTO products AS p (id, sku, kind, names, descriptions, manufacturer, manufacturer_part_number, category_code,
                    unit_of_measure, lead_time_days, status, available_from, last_buy_until, successor_sku, attributes, images,
                    created_at, updated_at)
                SELECT s.id, s.sku, s.kind, s.names::jsonb, s.descriptions::jsonb, s.manufacturer, s.part_number, s.category_code,
                    s.unit_of_measure, s.lead_time_days, s.status, s.available_from, s.last_buy_until, s.successor_sku,
                    s.attributes::jsonb, s.images::jsonb, \(now), \(now)
                FROM staged_products AS s
                ORDER BY s.sku
                ON CONFLICT (sku) DO UPDATE SET kind = excluded.kind, names = excluded.names, descriptions = excluded.descriptions,
                    manufacturer = excluded.manufacturer, manufacturer_part_number = excluded.manufacturer_part_number,
                    category_code = excluded.category_code, unit_of_measure = excluded.unit_of_measure,
                    lead_time_days = excluded.lead_time_days, status = excluded.status, available_from = excluded.available_from,
                    last_buy_until = excluded.last_buy_until, successor_sku = excluded.successor_sku,
                    attributes = excluded.attributes, images = excluded.images, version = p.version + 1,
                    updated_at = excluded.updated_at
                WHERE (p.kind, p.names, p.descriptions, p.manufacturer, p.manufacturer_part_number, p.category_code, p.unit_of_measure,
                        p.lead_time_days, p.status, p.available_from, p.last_buy_until, p.successor_sku, p.attributes, p.images)
                    IS DISTINCT FROM (excluded.kind, excluded.names, excluded.descriptions, excluded.manufacturer,
                        excluded.manufacturer_part_number, excluded.category_code, excluded.unit_of_measure, excluded.lead_time_days,
                        excluded.status, excluded.available_from, excluded.last_buy_until, excluded.successor_sku, excluded.attributes,
                        excluded.images)
                RETURNING p.sku, p.version
            ), noted AS (
                UPDATE staged_products AS s SET is_merged = true FROM merged AS m WHERE s.sku = m.sku
            )
            SELECT count(*) FILTER (WHERE m.version = 1), count(*) FILTER (WHERE m.version > 1) FROM merged AS m
            """
        ) { row in (added: try row.next(), changed: try row.next()) }
    }

    /// Sets list prices as they were staged, and takes away those that were not; answers with how many products this alone changed.
    package static func mergePrices(at now: Instant) -> Query<Int> {
        Query(
            """
            WITH given AS (
                SELECT p.id AS product_id, g.currency, g.list_price
                FROM staged_products AS s
                JOIN products AS p ON p.sku = s.sku
                CROSS JOIN unnest(s.currencies, s.amounts) AS g (currency, list_price)
            ), saved AS (
                INSERT INTO product_prices AS l (product_id, currency, list_price)
                SELECT g.product_id, g.currency, g.list_price FROM given AS g ORDER BY g.product_id
                ON CONFLICT (product_id, currency) DO UPDATE SET list_price = excluded.list_price
                WHERE l.list_price <> excluded.list_price
                RETURNING l.product_id
            ), dropped AS (
                DELETE FROM product_prices AS l
                USING staged_products AS s, products AS p
                WHERE p.sku = s.sku AND l.product_id = p.id AND NOT l.currency = ANY(s.currencies)
                RETURNING l.product_id
            )
            UPDATE products AS p SET version = p.version + 1, updated_at = \(now)
            FROM (SELECT v.product_id FROM saved AS v UNION SELECT d.product_id FROM dropped AS d) AS changed
            WHERE p.id = changed.product_id
                AND NOT EXISTS (SELECT FROM staged_products AS s WHERE s.sku = p.sku AND s.is_merged)
            """
        ) { rows in rows.affected }
    }
}
