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
        // A return names the product and not the line: it is taken to be of the order's first line of it.
        return """
            SELECT o.day, l.product_id, l.unit_of_measure, l.quantity, l.line_total, o.currency
            FROM (\(orders)) AS o
            JOIN quote_revision_lines AS r
                ON r.account_id = o.account_id AND r.quote_id = o.quote_id AND r.revision = o.revision
            JOIN order_lines AS l ON l.account_id = o.account_id AND l.order_id = o.id AND l.position = r.position
            WHERE r.contract_id = \(question.contract)
            UNION ALL
            SELECT o.day, b.product_id, l.unit_of_measure, -b.quantity, -b.line_total, t.currency
            FROM (\(orders)) AS o
            JOIN returns AS t ON t.account_id = o.account_id AND t.order_id = o.id
            JOIN return_lines AS b ON b.account_id = t.account_id AND b.return_id = t.id
            JOIN LATERAL (
                SELECT l.unit_of_measure, r.contract_id
                FROM order_lines AS l
                JOIN quote_revision_lines AS r
                    ON r.account_id = o.account_id AND r.quote_id = o.quote_id AND r.revision = o.revision AND r.position = l.position
                WHERE l.account_id = o.account_id AND l.order_id = o.id AND l.product_id = b.product_id
                ORDER BY l.position
                LIMIT 1
            ) AS l ON l.contract_id = \(question.contract)
            """
    }
}
