package import Catalog
import Kernel
import Persistence
import Postgres

/// What orders keep of contracts: the lines that a contract priced. An order's line has its contract in the revision it was made from.
package enum ContractPurchaseQueries {
    package static let aspect = PurchaseAspect { question in
        let zone = question.timeZone
        let orders: SQL = """
            SELECT o.account_id, o.id, o.quote_id, o.revision, o.currency, (o.placed_at AT TIME ZONE \(zone))::date AS day
            FROM orders AS o
            WHERE o.account_id = \(question.account) AND o.state <> 'cancelled' AND o.quote_id IS NOT NULL
                AND o.placed_at >= (\(question.days.first)::timestamp AT TIME ZONE \(zone))
                \(question.days.last, then: { "AND o.placed_at < (\($0.adding(days: 1))::timestamp AT TIME ZONE \(zone))" })
            """
        return """
            SELECT o.day, l.product_id, l.unit_of_measure, l.quantity, l.line_total, o.currency
            FROM (\(orders)) AS o
            JOIN quote_revision_lines AS r
                ON r.account_id = o.account_id AND r.quote_id = o.quote_id AND r.revision = o.revision
            JOIN order_lines AS l ON l.account_id = o.account_id AND l.order_id = o.id AND l.position = r.position
            WHERE r.contract_id = \(question.contract) AND r.shares IS NULL
            UNION ALL
            SELECT o.day, s.product_id, s.unit_of_measure, s.quantity, s.revenue, o.currency
            FROM (\(orders)) AS o
            JOIN quote_revision_lines AS r
                ON r.account_id = o.account_id AND r.quote_id = o.quote_id AND r.revision = o.revision
            CROSS JOIN LATERAL (\(shares)) AS s
            WHERE r.shares IS NOT NULL AND s.contract_id = \(question.contract)
            UNION ALL
            SELECT o.day, c.product_id, c.unit_of_measure, -c.quantity, -c.revenue, t.currency
            FROM (\(orders)) AS o
            JOIN returns AS t ON t.account_id = o.account_id AND t.order_id = o.id
            JOIN return_lines AS b ON b.account_id = t.account_id AND b.return_id = t.id
            JOIN LATERAL (\(returnedLine)) AS r ON true
            CROSS JOIN LATERAL (\(returned)) AS c
            WHERE c.contract_id = \(question.contract)
            """
    }

    /// What the parts of a configured line `r` count for.
    private static let shares: SQL = """
        SELECT s.ordinal, (s.share ->> 'product')::uuid AS product_id, s.share ->> 'unitOfMeasure' AS unit_of_measure,
            (s.share ->> 'quantity')::numeric AS quantity, (s.share -> 'revenue' ->> 'amount')::numeric AS revenue,
            (s.share ->> 'contract')::uuid AS contract_id
        FROM json_array_elements(r.shares) WITH ORDINALITY AS s (share, ordinal)
        """

    /// The line that what came back, `b`, is of: a return names the product and not the line, so the order's first line of it, else the
    /// first that has it among its parts.
    private static let returnedLine: SQL = """
        SELECT r.product_id, r.unit_of_measure, r.quantity, r.line_total, r.contract_id, r.shares
        FROM quote_revision_lines AS r
        WHERE r.account_id = o.account_id AND r.quote_id = o.quote_id AND r.revision = o.revision
            AND (r.product_id = b.product_id
                OR r.shares IS NOT NULL AND EXISTS (SELECT 1 FROM (\(shares)) AS s WHERE s.product_id = b.product_id))
        ORDER BY r.product_id <> b.product_id, r.position
        LIMIT 1
        """

    /// What it counts for: a product by itself; a part of a set; or whole sets, which are all of their parts, each for as much of what was
    /// credited as it has of the line.
    private static let returned: SQL = """
        SELECT b.product_id, r.unit_of_measure, b.quantity, b.line_total AS revenue, r.contract_id
        WHERE r.shares IS NULL
        UNION ALL
        (SELECT s.product_id, s.unit_of_measure, b.quantity, b.line_total, s.contract_id
        FROM (\(shares)) AS s
        WHERE r.product_id <> b.product_id AND s.product_id = b.product_id
        ORDER BY s.ordinal
        LIMIT 1)
        UNION ALL
        SELECT s.product_id, s.unit_of_measure, round(s.quantity / r.quantity * b.quantity, 3),
            CASE WHEN r.line_total = 0 THEN CASE s.ordinal WHEN 1 THEN b.line_total ELSE 0 END
                ELSE round(b.line_total * s.up_to / r.line_total, 4) - round(b.line_total * (s.up_to - s.revenue) / r.line_total, 4)
            END,
            s.contract_id
        FROM (SELECT p.*, sum(p.revenue) OVER (ORDER BY p.ordinal) AS up_to FROM (\(shares)) AS p) AS s
        WHERE r.product_id = b.product_id
        """
}
