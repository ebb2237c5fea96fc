package import Accounts
package import Catalog
package import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// Orders and returns of before Purveyor, all of an account's at once.
package enum OrderImportQueries {
    /// An order or a return that another system numbered.
    package struct Document: Sendable {
        package let id: UUID
        package let externalID: String
        package let total: Money
        package let lineCount: Int
        package let at: Instant

        package init(id: UUID, externalID: String, total: Money, lineCount: Int, at: Instant) {
            self.id = id
            self.externalID = externalID
            self.total = total
            self.lineCount = lineCount
            self.at = at
        }
    }

    package struct Line: Sendable {
        package let document: UUID
        package let position: Int
        package let product: ProductID
        package let sku: String
        package let name: String
        package let quantity: Quantity
        package let unitPrice: Money
        package let total: Money

        package init(
            document: UUID, position: Int, product: ProductID, sku: String, name: String, quantity: Quantity, unitPrice: Money, total: Money
        ) {
            self.document = document
            self.position = position
            self.product = product
            self.sku = sku
            self.name = name
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.total = total
        }
    }

    /// Which of these external ids are orders or returns of the account already.
    package static func known(_ externalIDs: [String], of account: AccountID) -> Query<Set<String>> {
        Query(
            """
            SELECT o.external_id FROM orders AS o WHERE o.account_id = \(account) AND o.external_id = ANY(\(externalIDs))
            UNION ALL
            SELECT r.external_id FROM returns AS r WHERE r.account_id = \(account) AND r.external_id = ANY(\(externalIDs))
            """
        ) { rows in Set(try rows.map { row in try row.next(String.self) }) }
    }

    /// Closed orders of origin `history`, numbered from `number` on in their order.
    package static func addOrders(
        _ orders: [Document], numberedFrom number: Int, of account: AccountID, unit: UnitID, currency: Currency
    ) -> Query<Void> {
        Query(
            """
            INSERT INTO orders (account_id, id, number, origin, external_id, state, unit_id, currency, total, line_count, placed_at)
            SELECT \(account), o.id, \(number)::bigint + o.ordinal - 1, 'history', o.external_id, 'closed', \(unit), \(currency), o.total,
                o.line_count, o.placed_at
            FROM unnest(\(orders.map(\.id)), \(orders.map(\.externalID)), \(orders.map(\.total.stored)), \(orders.map(\.lineCount)),
                \(orders.map(\.at))) WITH ORDINALITY AS o (id, external_id, total, line_count, placed_at, ordinal)
            """)
    }

    package static func addOrderLines(_ lines: [Line], of account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO order_lines (account_id, order_id, position, product_id, sku, name, unit_of_measure, quantity, unit_price,
                line_total)
            SELECT \(account), l.document_id, l.position, l.product_id, l.sku, l.name, 'H87', l.quantity, l.unit_price, l.line_total
            FROM unnest(\(lines.map(\.document)), \(lines.map(\.position)), \(lines.map(\.product)), \(lines.map(\.sku)),
                \(lines.map(\.name)), \(lines.map(\.quantity)), \(lines.map(\.unitPrice.stored)), \(lines.map(\.total.stored)))
                AS l (document_id, position, product_id, sku, name, quantity, unit_price, line_total)
            """)
    }

    package static func addReturns(_ returns: [Document], of account: AccountID, currency: Currency) -> Query<Void> {
        Query(
            """
            INSERT INTO returns (account_id, id, external_id, currency, total, returned_at)
            SELECT \(account), r.id, r.external_id, \(currency), r.total, r.returned_at
            FROM unnest(\(returns.map(\.id)), \(returns.map(\.externalID)), \(returns.map(\.total.stored)), \(returns.map(\.at)))
                AS r (id, external_id, total, returned_at)
            """)
    }

    package static func addReturnLines(_ lines: [Line], of account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO return_lines (account_id, return_id, position, product_id, sku, name, quantity, unit_price, line_total)
            SELECT \(account), l.document_id, l.position, l.product_id, l.sku, l.name, l.quantity, l.unit_price, l.line_total
            FROM unnest(\(lines.map(\.document)), \(lines.map(\.position)), \(lines.map(\.product)), \(lines.map(\.sku)),
                \(lines.map(\.name)), \(lines.map(\.quantity)), \(lines.map(\.unitPrice.stored)), \(lines.map(\.total.stored)))
                AS l (document_id, position, product_id, sku, name, quantity, unit_price, line_total)
            """)
    }

    /// Adds orders and returns to the account's totals, each in its year by the account's time zone.
    package static func addToTotals(
        orders: [Document], returns: [Document], of account: AccountID, currency: Currency
    ) -> Query<Void> {
        let all = orders + returns
        let isReturn = orders.map { _ in false } + returns.map { _ in true }
        return Query(
            """
            INSERT INTO purchase_totals (account_id, year, currency, order_count, ordered, return_count, returned)
            SELECT a.id, extract(year FROM d.at AT TIME ZONE a.time_zone), \(currency),
                count(*) FILTER (WHERE NOT d.is_return), coalesce(sum(d.total) FILTER (WHERE NOT d.is_return), 0),
                count(*) FILTER (WHERE d.is_return), coalesce(sum(d.total) FILTER (WHERE d.is_return), 0)
            FROM accounts AS a
            CROSS JOIN unnest(\(all.map(\.at)), \(all.map(\.total.stored)), \(isReturn)) AS d (at, total, is_return)
            WHERE a.id = \(account)
            GROUP BY 1, 2
            ON CONFLICT (account_id, year, currency) DO UPDATE SET
                order_count = purchase_totals.order_count + excluded.order_count,
                ordered = purchase_totals.ordered + excluded.ordered,
                return_count = purchase_totals.return_count + excluded.return_count,
                returned = purchase_totals.returned + excluded.returned
            """)
    }
}
