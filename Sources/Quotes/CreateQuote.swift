package import Accounts
package import Catalog
package import Kernel
import Ledger
package import Postgres

/// Opens a quote in the caller's unit, with lines if some are given, at the prices of the contracts in force.
package struct CreateQuote: Sendable {
    package struct Input: Sendable, Equatable {
        package var name: String
        package var poNumber: String?
        package var notes: String?
        package var lines: [LineRequest]

        package init(name: String, poNumber: String? = nil, notes: String? = nil, lines: [LineRequest] = []) {
            self.name = name
            self.poNumber = poNumber
            self.notes = notes
            self.lines = lines
        }
    }

    private let load: LoadQuote
    private let world: World

    package init(priceLists: LoadPriceList, world: World) {
        load = LoadQuote(priceLists: priceLists, world: world)
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> Quote {
        _ = try caller.scope(of: .writeQuotes)
        let member = try caller.member()
        let now = world.now()
        let (stamp, products, number) = try await transaction.run(
            ContractQueries.stamp(of: caller, on: nil, now: now),
            ProductQueries.bySKU(input.lines.map(\.sku), currency: caller.currency, language: caller.language),
            DocumentCounterQueries.next(.quote, account: caller.account))
        let wish = LoadPriceList.Wish(account: caller.account, unit: member.unit, currency: caller.currency)
        let list = try await load.priceLists(wish, stamp, in: transaction)

        var quote = Quote(
            id: world.newID(), number: number, name: input.name, state: .draft, revision: 1, version: 1, unit: member.unit,
            requester: member.id, requesterPerson: caller.person, requesterName: caller.personName,
            editors: caller.acting.map { [$0.person] } ?? [],
            enteredBy: caller.acting.map { EnteredBy(person: $0.person, name: $0.name) },
            currency: caller.currency, poNumber: input.poNumber, notes: input.notes, plan: nil, priceHoldUntil: nil, createdAt: now,
            updatedAt: now, lines: [], total: .zero(caller.currency))
        let pricing = Pricing(list: list, products: products)
        try quote.replaceLines(Quote.priced(input.lines.pointed(under: "/lines"), from: 1, pricing), at: now)

        transaction.enqueue(QuoteQueries.insert(quote, account: caller.account))
        if !quote.lines.isEmpty { transaction.enqueue(QuoteQueries.insertLines(quote.lines, of: quote.id, account: caller.account)) }
        try transaction.record(
            [EventDraft("quoteCreated", "quote", quote.id, QuoteEventData(quote))], in: caller.account.uuid, by: caller.actor, world: world)
        return quote
    }
}
