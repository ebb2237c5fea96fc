package import Accounts
import Approvals
import Catalog
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres
package import Quotes

package enum OrderQueries {
    /// Orders' own rows, as `order` reads them.
    private static let orders: SQL = """
        SELECT o.id, o.number, o.quote_id, o.revision, o.plan_id, o.external_id, o.state, o.version, o.unit_id, o.requester_id,
            p.name, o.po_number, o.total, o.currency, o.line_count, o.placed_at, o.placed_by_id, bp.name,
            o.delegation_id, o.placed_for_id, fp.name, o.entered_by_person_id,
            (SELECT rep.name FROM persons AS rep WHERE rep.id = o.entered_by_person_id)
        FROM orders AS o
        LEFT JOIN memberships AS m ON m.account_id = o.account_id AND m.id = o.requester_id
        LEFT JOIN persons AS p ON p.id = m.person_id
        LEFT JOIN memberships AS b ON b.account_id = o.account_id AND b.id = o.placed_by_id
        LEFT JOIN persons AS bp ON bp.id = b.person_id
        LEFT JOIN memberships AS f ON f.account_id = o.account_id AND f.id = o.placed_for_id
        LEFT JOIN persons AS fp ON fp.id = f.person_id
        """

    /// The number of the order that a quote has become; nil where it has not.
    package static func number(forQuote reference: DocumentReference<Quote>, account: AccountID) -> Query<DocumentNumber?> {
        .optional(
            """
            SELECT o.number
            FROM quotes AS q
            JOIN orders AS o ON o.account_id = q.account_id AND o.quote_id = q.id
            WHERE q.account_id = \(account) AND \(reference.condition(id: "q.id", number: "q.number"))
            """
        ) { row in try row.number(.order) }
    }

    /// - Parameters: an order made from a quote.
    package static func insert(_ order: Order, quote: QuoteID, revision: Int, account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO orders (account_id, id, number, origin, quote_id, revision, plan_id, plan_state, state, version, unit_id,
                requester_id, po_number, currency, total, line_count, placed_at, placed_by_id, delegation_id, placed_for_id,
                entered_by_person_id)
            SELECT \(account), \(order.id), \(order.number), 'quote', \(quote), \(revision), q.plan_id, 'approved',
                \(order.state.rawValue), \(order.version), \(order.unit), \(order.requester), \(order.poNumber), \(order.total.currency),
                \(order.total.stored), \(order.lineCount), \(order.placedAt), \(order.placed?.by), \(order.placed?.delegation),
                \(order.placed?.delegator?.member), \(order.placed?.enteredBy?.person)
            FROM quotes AS q
            WHERE q.account_id = \(account) AND q.id = \(quote)
            """
        )
        .refusing("orders_one_per_revision", with: OrderRefusal.alreadyOrdered(nil))
        .refusing("orders_under_a_complete_plan", with: OrderRefusal.notApproved(.submitted))
        .refusing("orders_as_delegated", with: DelegationRefusal.notDelegated)
    }

    /// The revision's lines, as they were submitted, become the order's.
    package static func copyLines(of order: OrderID, fromQuote quote: QuoteID, revision: Int, account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO order_lines (account_id, order_id, position, product_id, sku, name, unit_of_measure, quantity, unit_price,
                line_total, receipt, configuration)
            SELECT l.account_id, \(order), l.position, l.product_id, l.sku, l.name, l.unit_of_measure, l.quantity, l.unit_price,
                l.line_total, l.receipt, l.configuration
            FROM quote_revision_lines AS l
            WHERE l.account_id = \(account) AND l.quote_id = \(quote) AND l.revision = \(revision)
            """)
    }

    /// Counts an order in the year, by the account's calendar, in which it was placed.
    package static func addToTotals(_ order: Order, account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO purchase_totals AS t (account_id, year, currency, order_count, ordered, return_count, returned)
            SELECT a.id, extract(year FROM \(order.placedAt) AT TIME ZONE a.time_zone)::integer, \(order.total.currency), 1,
                \(order.total.stored), 0, 0
            FROM accounts AS a
            WHERE a.id = \(account)
            ON CONFLICT (account_id, year, currency)
                DO UPDATE SET order_count = t.order_count + 1, ordered = t.ordered + excluded.ordered
            """)
    }

    package static func find(_ reference: DocumentReference<Order>, account: AccountID, scope: Scope) -> Query<Order?> {
        .optional(
            """
            \(orders)
            WHERE o.account_id = \(account)
                AND \(reference.condition(id: "o.id", number: "o.number"))
                AND \(scope.rows(unit: "o.unit_id", owner: "o.requester_id"))
            """, order)
    }

    package static func lines(of reference: DocumentReference<Order>, account: AccountID) -> Query<[OrderLine]> {
        .all(
            """
            SELECT l.position, l.product_id, l.sku, l.name, l.unit_of_measure, l.quantity, l.unit_price, o.currency, l.line_total,
                l.receipt::text, l.configuration::text
            FROM orders AS o
            JOIN order_lines AS l ON l.account_id = o.account_id AND l.order_id = o.id
            WHERE o.account_id = \(account)
                AND \(reference.condition(id: "o.id", number: "o.number"))
            ORDER BY l.position
            """
        ) { row in
            let (position, product) = (try row.next(Int.self), try row.next(ProductID.self))
            let (sku, name, unitOfMeasure) = (try row.next(String.self), try row.next(String.self), try row.next(String.self))
            let quantity = try row.next(Quantity.self)
            let unitPrice = try row.money()
            return OrderLine(
                position: position, product: product, sku: sku, name: name, unitOfMeasure: unitOfMeasure, quantity: quantity,
                unitPrice: unitPrice, lineTotal: try row.money(in: unitPrice.currency), receipt: try row.next(),
                configuration: try row.next(String?.self).map { try ConfiguredLine(canonical: $0) })
        }
    }

    /// Newest first, without lines.
    package static func page(
        account: AccountID, scope: Scope, filter: OrderFilter, before cursor: OrderPosition?, limit: Int
    ) -> Query<[Order]> {
        .all(
            """
            \(orders)
            WHERE o.account_id = \(account)
                AND \(scope.rows(unit: "o.unit_id", owner: "o.requester_id"))
                \(filter.state, then: { "AND o.state = \($0.rawValue)" })
                \(filter.poNumber, then: { "AND o.po_number = \($0)" })
                \(filter.text, then: { text in
                    """
                    AND (o.external_id = \(text) OR EXISTS (
                        SELECT
                        FROM order_lines AS l
                        WHERE l.account_id = o.account_id AND l.order_id = o.id
                            AND (l.sku = \(text) OR position(lower(\(text)) IN lower(l.name)) > 0)))
                    """
                })
                \(filter.from, then: { "AND o.placed_at >= \($0)" })
                \(filter.to, then: { "AND o.placed_at < \($0)" })
                \(cursor, then: { "AND (o.placed_at, o.id) < (\($0.placedAt), \($0.id))" })
            ORDER BY o.placed_at DESC, o.id DESC
            LIMIT \(limit)
            """, order)
    }

    /// Orders and returns by year, newest first.
    package static func totals(account: AccountID) -> Query<[PurchaseTotal]> {
        .all(
            """
            SELECT t.year, t.currency, t.order_count, t.ordered, t.return_count, t.returned
            FROM purchase_totals AS t
            WHERE t.account_id = \(account)
            ORDER BY t.year DESC, t.currency
            """
        ) { row in
            let year = try row.next(Int.self)
            let currency = try row.next(Currency.self)
            return PurchaseTotal(
                year: year, orderCount: try row.next(), ordered: try row.money(in: currency), returnCount: try row.next(),
                returned: try row.money(in: currency))
        }
    }

    private static func order(_ row: inout Row) throws -> Order {
        let id = try row.next(OrderID.self)
        let number = try row.number(.order)
        let quote = try row.next(QuoteID?.self)
        let revision = try row.next(Int?.self)
        let plan = try row.next(ApprovalPlanID?.self)
        let externalID = try row.next(String?.self)
        let origin: Order.Origin
        if let quote, let revision, let plan {
            origin = .quote(quote, revision: revision, plan: plan)
        } else {
            origin = .history(externalID: externalID ?? "")
        }
        guard let state = Order.State(rawValue: try row.next()) else { throw PostgresDecodingError.noRow }
        return Order(
            id: id, number: number, origin: origin, state: state, version: try row.next(), unit: try row.next(),
            requester: try row.next(), requesterName: try row.next(), poNumber: try row.next(), total: try row.money(),
            lineCount: try row.next(), placedAt: try row.next(), lines: [], placed: try row.placed())
    }
}

extension Row {
    /// The next seven columns: who ordered with the name, the delegation, for whom with the name, and the rep with the name.
    fileprivate mutating func placed() throws -> Order.Placed? {
        let (by, byName) = (try next(MembershipID?.self), try next(String?.self))
        let delegation = try next(DelegationID?.self)
        let (member, name) = (try next(MembershipID?.self), try next(String?.self))
        let (rep, repName) = (try next(PersonID?.self), try next(String?.self))
        guard let by else { return nil }
        return Order.Placed(
            by: by, byName: byName ?? "", delegation: delegation, delegator: member.map { Delegator(member: $0, name: name ?? "") },
            enteredBy: rep.map { EnteredBy(person: $0, name: repName ?? "") })
    }
}
