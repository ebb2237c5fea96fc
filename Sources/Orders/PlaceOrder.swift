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

    /// - Throws: `LimitRefusal`, `OrderRefusal`, `QuoteRefusal.stale`, `QuoteRefusal.priceHoldOver` with the difference, `AccessRefusal`.
    package func callAsFunction(
        _ reference: DocumentReference<Quote>, by caller: Caller, expecting version: Int, in transaction: borrowing Transaction
    ) async throws -> Order {
        let scope = try caller.scope(of: .order)
        let member = try caller.member()
        let (holders, now) = (caller.holders(of: .order), world.now())
        let (found, lines, existing, number, _, limits, uses) = try await transaction.run(
            QuoteQueries.locked(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account),
            OrderQueries.number(forQuote: reference, account: caller.account),
            DocumentCounterQueries.next(.order, account: caller.account),
            LimitUseQueries.lock(holders, .order, in: caller.account), SpendingLimitQueries.counting(for: holders, in: caller.account),
            LimitUseQueries.used(by: holders, .order, in: caller.account, at: now))
        guard var quote = found else { throw QuoteRefusal.notFound }
        if quote.state == .ordered { throw OrderRefusal.alreadyOrdered(existing) }
        guard quote.version == version else { throw QuoteRefusal.stale(current: quote.version) }
        quote.lines = lines
        if quote.isExpired(at: now) {
            throw QuoteRefusal.priceHoldOver(try await today(quote, by: caller, in: transaction))
        }
        let revision = quote.revision
        let standing = LimitStanding(limits: limits, uses: uses)
        guard let (right, excess) = quote.orderRights(of: caller).first(to: .order, quote.total, standing) else {
            throw QuoteRefusal.notFound
        }
        let order = try Order.made(
            from: &quote, id: world.newID(), number: number, placed: .init(member, caller, with: right), at: now)
        if let excess { throw LimitRefusal.beyond(excess) }
        transaction.enqueue(
            LimitUseQueries.insert(
                order.total, .order, by: right.person, about: order.id.uuid, on: standing.today, in: caller.account))

        transaction.enqueue(OrderQueries.insert(order, quote: quote.id, revision: revision, account: caller.account))
        transaction.enqueue(OrderQueries.copyLines(of: order.id, fromQuote: quote.id, revision: revision, account: caller.account))
        transaction.enqueue(QuoteQueries.save(quote, account: caller.account))
        transaction.enqueue(OrderQueries.addToTotals(order, account: caller.account))
        try transaction.record(
            [EventDraft("orderPlaced", "order", order.id, OrderPlacedData(order, quote))], in: caller.account.uuid,
            by: caller.actor(with: right), world: world)
        return order
    }
}

extension Order.Placed {
    fileprivate init(_ member: Membership, _ caller: Caller, with right: ActingRight) {
        by = right.delegation?.delegate ?? member.id
        byName = caller.personName
        delegation = right.delegation?.delegation
        delegator = right.delegation.map(Delegator.init)
        enteredBy = caller.acting.map { EnteredBy(person: $0.person, name: $0.name) }
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
    /// The member for whom it was ordered, by delegation, and their name.
    let `for`: Delegator?

    init(_ order: Order, _ quote: Quote) {
        number = order.number.description
        self.quote = quote.id.description
        quoteNumber = quote.number.description
        revision = quote.revision
        poNumber = order.poNumber
        total = order.total
        lineCount = order.lineCount
        self.for = order.placed?.delegator
    }
}
