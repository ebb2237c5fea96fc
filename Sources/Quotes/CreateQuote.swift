package import Accounts
package import Catalog
package import Kernel
import Ledger
package import Postgres

/// Opens a quote in a unit of the caller's, with lines if some are given, at the prices of the contracts in force.
package struct CreateQuote: Sendable {
    package struct Input: Sendable, Equatable {
        package var name: String
        package var poNumber: String?
        package var notes: String?
        package var lines: [LineRequest]
        /// For which the quote is: its contracts' prices, its policy, its approvers. Nil: the caller's own.
        package var unit: UnitID?
        /// Of all its prices; nil: the account's.
        package var currency: Currency?

        package init(
            name: String, poNumber: String? = nil, notes: String? = nil, lines: [LineRequest] = [], unit: UnitID? = nil,
            currency: Currency? = nil
        ) {
            self.name = name
            self.unit = unit
            self.currency = currency
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
        let (member, unit) = try caller.member(.writeQuotes, in: input.unit)
        let now = world.now()
        let currency = input.currency ?? caller.currency
        let skus = input.lines.compactMap(\.sku)
        let (stamp, products, number) = try await transaction.run(
            ContractQueries.stamp(of: caller, on: nil, now: now),
            ProductQueries.bySKU(skus, currency: currency, language: caller.language),
            DocumentCounterQueries.next(.quote, account: caller.account))
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: currency)
        let list = try await load.priceLists(wish, stamp, in: transaction)
        // Whoever names another currency than the account's means that of a contract: in any other there is no price.
        guard currency == caller.currency || list.contracts.contains(where: { $0.currency == currency }) else {
            throw QuoteRefusal.noContract(in: currency, known: list.contracts.map(\.currency))
        }

        var quote = Quote(
            id: world.newID(), number: number, name: input.name, state: .draft, revision: 1, version: 1, unit: unit,
            requester: member.id, requesterPerson: caller.person, requesterName: caller.personName,
            editors: caller.acting.map { [$0.person] } ?? [],
            enteredBy: caller.acting.map { EnteredBy(person: $0.person, name: $0.name) },
            currency: currency, poNumber: input.poNumber, notes: input.notes, plan: nil, priceHoldUntil: nil, createdAt: now,
            updatedAt: now, lines: [], total: .zero(currency))
        let pricing = try await load.pricing(
            input.lines, list, products, askedFor: skus, unit: unit, by: caller, in: transaction)
        try quote.replaceLines(Quote.priced(input.lines.pointed(under: "/lines"), from: 1, pricing), at: now)

        transaction.enqueue(QuoteQueries.insert(quote, account: caller.account))
        if !quote.lines.isEmpty { transaction.enqueue(try QuoteQueries.insertLines(quote.lines, of: quote.id, account: caller.account)) }
        try transaction.record(
            [EventDraft("quoteCreated", "quote", quote.id, QuoteEventData(quote, from: nil))], in: caller.account.uuid, by: caller.actor,
            world: world)
        return quote
    }
}
