package import Catalog
import Kernel
import Persistence
import Postgres

/// What orders keep of contracts: the lines that a contract priced. An order's line has its contract in the revision it was made from.
package enum ContractPurchaseQueries {
    package static let aspect = PurchaseAspect { question in
        let zone = question.timeZone
        return """
            SELECT (o.placed_at AT TIME ZONE \(zone))::date AS day, l.product_id, l.quantity, l.line_total, o.currency
            FROM orders AS o
            JOIN quote_revision_lines AS r
                ON r.account_id = o.account_id AND r.quote_id = o.quote_id AND r.revision = o.revision
            JOIN order_lines AS l ON l.account_id = o.account_id AND l.order_id = o.id AND l.position = r.position
            WHERE o.account_id = \(question.account) AND o.state <> 'cancelled' AND r.contract_id = \(question.contract)
                AND o.placed_at >= (\(question.days.first)::timestamp AT TIME ZONE \(zone))
                \(question.days.last, then: { "AND o.placed_at < (\($0.adding(days: 1))::timestamp AT TIME ZONE \(zone))" })
            """
    }
}
