package import Postgres

/// What staged products would make other than it is, as the columns of a file say it.
package enum StagedDifferenceQueries {
    /// `page` begins where the one before it ended: without this each would look at all products again.
    static let index = Query<Void>("CREATE INDEX ON staged_products (line) WHERE is_new OR changes <> '{}'")

    /// Of the next products by their lines: whole products, so that one can go on after the last line.
    /// - Parameter limit: of products.
    package static func page(after line: Int, limit: Int) -> Query<[StagedDifference]> {
        .all(
            """
            SELECT s.line, s.sku, d.name, d.before, d.after
            FROM (
                SELECT g.* FROM staged_products AS g
                WHERE g.line > \(line) AND (g.is_new OR g.changes <> '{}')
                ORDER BY g.line
                LIMIT \(limit)
            ) AS s
            LEFT JOIN products AS p ON p.id = s.id AND NOT s.is_new
            CROSS JOIN LATERAL (
                SELECT NULL AS name, NULL AS before, NULL AS after, 0 AS place WHERE s.is_new
                UNION ALL
                SELECT v.name, v.before, v.after, v.place
                FROM (VALUES
                    ('kind', p.kind, s.kind, 1),
                    ('manufacturer', p.manufacturer, s.manufacturer, 4),
                    ('manufacturerPartNumber', p.manufacturer_part_number, s.part_number, 5),
                    ('category', p.category_code, s.category_code, 6),
                    ('unitOfMeasure', p.unit_of_measure, s.unit_of_measure, 7),
                    ('leadTimeDays', p.lead_time_days::text, s.lead_time_days::text, 8),
                    ('status', p.status, s.status, 9),
                    ('availableFrom', p.available_from::text, s.available_from::text, 10),
                    ('lastBuyUntil', p.last_buy_until::text, s.last_buy_until::text, 11),
                    ('successor', p.successor_sku, s.successor_sku, 12),
                    ('image', \(urls("p.images")), \(urls("s.images")), 13),
                    ('document', \(urls("p.documents")), \(urls("s.documents")), 13)
                ) AS v (name, before, after, place)
                WHERE NOT s.is_new AND v.name = ANY(s.changes)
                UNION ALL
                SELECT 'name.' || k.name, k.before, k.after, 2
                FROM \(texts("p.names", "s.names")) WHERE 'name' = ANY(s.changes)
                UNION ALL
                SELECT 'description.' || k.name, k.before, k.after, 3
                FROM \(texts("p.descriptions", "s.descriptions")) WHERE 'description' = ANY(s.changes)
                UNION ALL
                SELECT 'attribute.' || coalesce(b.key, a.key), \(value("b.value")), \(value("a.value")), 14
                FROM jsonb_each(p.attributes) AS b FULL JOIN jsonb_each(s.attributes) AS a ON a.key = b.key
                WHERE 'attribute' = ANY(s.changes) AND a.value IS DISTINCT FROM b.value
                UNION ALL
                SELECT 'listPrice.' || coalesce(b.currency, a.currency), b.amount::text, a.amount::text, 15
                FROM (SELECT l.currency::text, l.list_price AS amount FROM product_prices AS l WHERE l.product_id = p.id) AS b
                FULL JOIN unnest(s.currencies, s.amounts) AS a (currency, amount) ON a.currency = b.currency
                WHERE 'listPrice' = ANY(s.changes) AND a.amount IS DISTINCT FROM b.amount
            ) AS d
            ORDER BY s.line, d.place, d.name
            """
        ) { row in
            StagedDifference(
                line: try row.next(), sku: try row.next(), column: try row.next(), before: try row.next(), after: try row.next())
        }
    }

    private static func urls(_ images: SQL) -> SQL {
        "(SELECT string_agg(i ->> 'url', ' ') FROM jsonb_array_elements(\(images)) AS i)"
    }

    private static func texts(_ before: SQL, _ after: SQL) -> SQL {
        """
        (SELECT coalesce(b.key, a.key) AS name, b.value AS before, a.value AS after
        FROM jsonb_each_text(\(before)) AS b FULL JOIN jsonb_each_text(\(after)) AS a ON a.key = b.key
        WHERE a.value IS DISTINCT FROM b.value) AS k
        """
    }

    /// A number with its unit, where it has one.
    private static func value(_ attribute: SQL) -> SQL {
        """
        CASE jsonb_typeof(\(attribute)) WHEN 'object' THEN concat_ws(' ', \(attribute) ->> 'value', \(attribute) ->> 'unit')
        ELSE \(attribute) #>> '{}' END
        """
    }
}
