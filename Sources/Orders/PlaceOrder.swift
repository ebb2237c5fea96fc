package import Accounts
import Catalog
package import Kernel
import Ledger
package import Postgres
package import Quotes

/// Makes an approved quote's revision an order: once (rule 13), with a complete plan only (rule 9), at the prices that were held (rule 6).
package struct PlaceOrder: Sendable {
    private let today: PriceQuoteToday
    private let world: World

    package init(today: PriceQuoteToday, world: World) {
        self.today = today
        self.world = world
    }

    /// - Throws: `OrderRefusal`, `QuoteRefusal.stale`, `QuoteRefusal.priceHoldOver` with the difference, `AccessRefusal`.
    package func callAsFunction(
        _ reference: DocumentReference<Quote>, by caller: Caller, expecting version: Int, in transaction: borrowing Transaction
    ) async throws -> Order {
        let scope = try caller.scope(of: .order)
        let now = world.now()
        let (found, lines, existing, number) = try await transaction.run(
            QuoteQueries.locked(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account),
            OrderQueries.number(forQuote: reference, account: caller.account),
            DocumentCounterQueries.next(.order, account: caller.account))
        guard var quote = found else { throw QuoteRefusal.notFound }
        if quote.state == .ordered { throw OrderRefusal.alreadyOrdered(existing) }
        guard quote.version == version else { throw QuoteRefusal.stale(current: quote.version) }
        quote.lines = lines
        if quote.isExpired(at: now) {
            throw QuoteRefusal.priceHoldOver(try await today(quote, by: caller, in: transaction))
        }
        let revision = quote.revision
        var order = try Order.made(from: &quote, id: world.newID(), number: number, at: now)
        order.placedBy = caller.acting.map { rep in
            PlacedBy(person: rep.person, name: rep.name, member: rep.membership, memberName: caller.personName)
        }

        transaction.enqueue(OrderQueries.insert(order, quote: quote.id, revision: revision, account: caller.account))
        transaction.enqueue(OrderQueries.copyLines(of: order.id, fromQuote: quote.id, revision: revision, account: caller.account))
        transaction.enqueue(QuoteQueries.save(quote, account: caller.account))
        transaction.enqueue(OrderQueries.addToTotals(order, account: caller.account))
        try transaction.record(
            [EventDraft("orderPlaced", "order", order.id, OrderPlacedData(order, quote))], in: caller.account.uuid, by: caller.actor,
            world: world)
        return order
    }
}

/// The data of `orderPlaced`.
struct OrderPlacedData: Encodable {
    let number: String
    let quote: String
    let quoteNumber: String
    let revision: Int
    let poNumber: String?
    let total: Money
    let lineCount: Int

    init(_ order: Order, _ quote: Quote) {
        number = order.number.description
        self.quote = quote.id.description
        quoteNumber = quote.number.description
        revision = quote.revision
        poNumber = order.poNumber
        total = order.total
        lineCount = order.lineCount
    }
}
