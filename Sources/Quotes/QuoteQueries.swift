package import Accounts
import Approvals
import Catalog
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum QuoteQueries {
    /// Quotes' own rows, as `quote` reads them.
    private static let quotes: SQL = """
        SELECT q.id, q.number, q.name, q.state, q.revision, q.version, q.unit_id, q.requester_id, m.person_id, p.name,
            q.editor_person_ids, q.entered_by_person_id,
            (SELECT rep.name FROM persons AS rep WHERE rep.id = q.entered_by_person_id), q.currency, q.po_number, q.notes, q.plan_id,
            q.price_hold_until, q.created_at, q.updated_at, q.total
        FROM quotes AS q
        JOIN memberships AS m ON m.account_id = q.account_id AND m.id = q.requester_id
        JOIN persons AS p ON p.id = m.person_id
        """

    /// A quote's own row, without its lines, where the scope holds it.
    package static func find(_ reference: DocumentReference<Quote>, account: AccountID, scope: Scope) -> Query<Quote?> {
        .optional(
            """
            \(quotes)
            WHERE q.account_id = \(account)
                AND \(reference.condition(id: "q.id", number: "q.number"))
                AND \(scope.rows(unit: "q.unit_id", owner: "q.requester_id"))
            """, quote)
    }

    /// The same, its row locked until the transaction ends.
    package static func locked(_ reference: DocumentReference<Quote>, account: AccountID, scope: Scope) -> Query<Quote?> {
        .optional(
            """
            \(quotes)
            WHERE q.account_id = \(account)
                AND \(reference.condition(id: "q.id", number: "q.number"))
                AND \(scope.rows(unit: "q.unit_id", owner: "q.requester_id"))
            FOR UPDATE OF q
            """, quote)
    }

    package static func lines(of reference: DocumentReference<Quote>, account: AccountID) -> Query<[QuoteLine]> {
        .all(
            """
            SELECT l.position, l.product_id, l.sku, l.name, l.unit_of_measure, l.quantity, l.unit_price, q.currency, l.line_total,
                l.contract_id, l.contract_version, l.receipt::text, l.configuration::text, l.shares::text
            FROM quotes AS q
            JOIN quote_lines AS l ON l.account_id = q.account_id AND l.quote_id = q.id
            WHERE q.account_id = \(account)
                AND \(reference.condition(id: "q.id", number: "q.number"))
            ORDER BY l.position
            """, line)
    }

    /// Newest first, without lines.
    package static func page(account: AccountID, scope: Scope, filter: QuoteFilter, before id: QuoteID?, limit: Int) -> Query<[Quote]> {
        .all(
            """
            \(quotes)
            WHERE q.account_id = \(account)
                AND \(scope.rows(unit: "q.unit_id", owner: "q.requester_id"))
                \(filter.state, then: { "AND q.state = \($0.rawValue)" })
                \(filter.person, then: { person in
                    """
                    AND q.requester_id IN (
                        SELECT own.id FROM memberships AS own WHERE own.account_id = \(account) AND own.person_id = \(person))
                    """
                })
                \(filter.text, then: { "AND position((SELECT lower(\($0)::text)) IN lower(q.name)) > 0" })
                \(filter.expiringBefore, then: { "AND q.state IN ('draft', 'offered', 'approved') AND q.price_hold_until <= \($0)" })
                \(id, then: { "AND q.id < \($0)" })
            ORDER BY q.id DESC
            LIMIT \(limit)
            """, quote)
    }

    /// What is not ordered, rejected or cancelled, newest first, without lines: for the account view.
    package static func open(account: AccountID, limit: Int) -> Query<[Quote]> {
        .all(
            """
            \(quotes)
            WHERE q.account_id = \(account) AND q.state IN ('draft', 'requested', 'offered', 'submitted', 'approved')
            ORDER BY q.id DESC
            LIMIT \(limit)
            """, quote)
    }

    package static func insert(_ quote: Quote, account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO quotes (account_id, id, number, name, state, revision, version, unit_id, requester_id, editor_person_ids,
                entered_by_person_id, currency, total, po_number, notes, plan_id, price_hold_until, created_at, updated_at)
            VALUES (\(account), \(quote.id), \(quote.number), \(quote.name), \(quote.state.rawValue), \(quote.revision),
                \(quote.version), \(quote.unit), \(quote.requester), \(quote.editors), \(quote.enteredBy?.person),
                \(quote.currency), \(quote.total.stored), \(quote.poNumber), \(quote.notes), \(quote.plan),
                \(quote.priceHoldUntil), \(quote.createdAt), \(quote.updatedAt))
            """)
    }

    /// Writes what a verb may have changed; the row is locked by it.
    package static func save(_ quote: Quote, account: AccountID) -> Query<Void> {
        Query(
            """
            UPDATE quotes
            SET name = \(quote.name), state = \(quote.state.rawValue), revision = \(quote.revision), version = \(quote.version),
                editor_person_ids = \(quote.editors), total = \(quote.total.stored), po_number = \(quote.poNumber),
                notes = \(quote.notes), plan_id = \(quote.plan), price_hold_until = \(quote.priceHoldUntil), updated_at = \(quote.updatedAt)
            WHERE account_id = \(account) AND id = \(quote.id)
            """)
    }

    package static func deleteLines(_ positions: [Int], of quote: QuoteID, account: AccountID) -> Query<Void> {
        Query(
            """
            DELETE FROM quote_lines
            WHERE account_id = \(account) AND quote_id = \(quote) AND position = ANY(\(positions)::bigint[])
            """)
    }

    package static func insertLines(_ lines: [QuoteLine], of quote: QuoteID, account: AccountID) throws -> Query<Void> {
        let configurations = try lines.map { try $0.configuration?.canonical() }
        let shares = try lines.map { try $0.shares.map(LineShare.canonical) }
        return Query(
            """
            INSERT INTO quote_lines (account_id, quote_id, position, product_id, sku, name, unit_of_measure, quantity, unit_price,
                line_total, contract_id, contract_version, receipt, configuration, shares)
            SELECT \(account), \(quote), l.position, l.product_id, l.sku, l.name, l.unit_of_measure, l.quantity, l.unit_price,
                l.line_total, l.contract_id, l.contract_version, l.receipt::json, l.configuration::json,
                l.shares::json
            FROM unnest(\(lines.map(\.position))::bigint[], \(lines.map(\.product))::uuid[], \(lines.map(\.sku))::text[],
                \(lines.map(\.name))::text[], \(lines.map(\.unitOfMeasure))::text[], \(lines.map(\.quantity))::numeric[],
                \(lines.map(\.unitPrice.stored))::numeric[], \(lines.map(\.lineTotal.stored))::numeric[],
                \(lines.map(\.contract))::uuid[], \(lines.map(\.contractVersion))::bigint[], \(lines.map(\.receipt))::text[],
                \(configurations)::text[], \(shares)::text[])
                AS l (position, product_id, sku, name, unit_of_measure, quantity, unit_price, line_total, contract_id,
                    contract_version, receipt, configuration, shares)
            """)
    }

    private static func quote(_ row: inout Row) throws -> Quote {
        let id = try row.next(QuoteID.self)
        let number = try row.number(.quote)
        let name = try row.next(String.self)
        guard let state = Quote.State(rawValue: try row.next()) else { throw PostgresDecodingError.noRow }
        let (revision, version) = (try row.next(Int.self), try row.next(Int.self))
        let unit = try row.next(UnitID.self)
        let requester = try row.next(MembershipID.self)
        let requesterPerson = try row.next(PersonID.self)
        let requesterName = try row.next(String.self)
        let editors = try row.next([PersonID].self)
        let (rep, repName) = (try row.next(PersonID?.self), try row.next(String?.self))
        let currency = try row.next(Currency.self)
        return Quote(
            id: id, number: number, name: name, state: state, revision: revision, version: version, unit: unit, requester: requester,
            requesterPerson: requesterPerson, requesterName: requesterName, editors: editors,
            enteredBy: rep.map { EnteredBy(person: $0, name: repName ?? "") }, currency: currency,
            poNumber: try row.next(), notes: try row.next(), plan: try row.next(), priceHoldUntil: try row.next(),
            createdAt: try row.next(), updatedAt: try row.next(), lines: [], total: try row.money(in: currency))
    }

    static func line(_ row: inout Row) throws -> QuoteLine {
        let position = try row.next(Int.self)
        let product = try row.next(ProductID.self)
        let (sku, name, unitOfMeasure) = (try row.next(String.self), try row.next(String.self), try row.next(String.self))
        let quantity = try row.next(Quantity.self)
        let unitPrice = try row.money()
        return QuoteLine(
            position: position, product: product, sku: sku, name: name, unitOfMeasure: unitOfMeasure, quantity: quantity,
            unitPrice: unitPrice, lineTotal: try row.money(in: unitPrice.currency), contract: try row.next(),
            contractVersion: try row.next(), receipt: try row.next(),
            configuration: try row.next(String?.self).map { try ConfiguredLine(canonical: $0) },
            shares: try row.next(String?.self).map { try LineShare.all(canonical: $0) })
    }
}
