import Accounts
import Catalog
import Kernel
import Postgres

/// Reads and locks a quote together with what pricing lines of it needs: one round trip where the caller stands in the quote's unit
/// and the price books are in memory.
struct LoadQuote: Sendable {
    let priceLists: LoadPriceList
    let world: World

    /// - Parameter expected: the version that the caller read.
    /// - Throws: `QuoteRefusal.notFound`, `.stale`.
    func locked(
        _ reference: DocumentReference<Quote>, _ permission: Permission, by caller: Caller, expecting expected: Int?,
        in transaction: borrowing Transaction
    ) async throws -> Quote {
        let scope = try caller.scope(of: permission)
        let (quote, lines) = try await transaction.run(
            QuoteQueries.locked(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account))
        return try checked(quote, lines, expected)
    }

    /// The same, with the prices of what is to go into it.
    func lockedForPricing(
        _ reference: DocumentReference<Quote>, _ requests: [LineRequest], by caller: Caller, expecting expected: Int?,
        in transaction: borrowing Transaction
    ) async throws -> (quote: Quote, pricing: Pricing) {
        let scope = try caller.scope(of: .writeQuotes)
        let unit = caller.membership?.unit
        let skus = requests.compactMap(\.sku)
        let (found, lines, stamp, products) = try await transaction.run(
            QuoteQueries.locked(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account),
            ContractQueries.stamp(of: caller, on: nil, now: world.now()),
            ProductQueries.bySKU(skus, currency: caller.currency, language: caller.language))
        let quote = try checked(found, lines, expected)
        guard quote.unit == unit, quote.currency == caller.currency else {
            let all = requests + quote.lines.map(\.request)
            return (quote, try await pricing(all, unit: quote.unit, quote.currency, by: caller, in: transaction))
        }
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: quote.currency)
        let list = try await priceLists(wish, stamp, in: transaction)
        // What stands in the quote already is asked for only where it may change what the rest costs.
        let beside = list.hasCumulativeRules ? quote.lines.map(\.request) : []
        let pricing = try await pricing(
            requests + beside, list, products, askedFor: skus, unit: quote.unit, by: caller, in: transaction)
        return (quote, pricing)
    }

    /// The same for the lines that the quote has.
    func pricing(of quote: Quote, by caller: Caller, in transaction: borrowing Transaction) async throws -> Pricing {
        try await pricing(quote.lines.map(\.request), unit: quote.unit, quote.currency, by: caller, in: transaction)
    }

    private func pricing(
        _ requests: [LineRequest], unit: UnitID, _ currency: Currency, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> Pricing {
        let skus = requests.compactMap(\.sku)
        let (stamp, products) = try await transaction.run(
            ContractQueries.stamp(of: caller, on: nil, now: world.now()),
            ProductQueries.bySKU(skus, currency: currency, language: caller.language))
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: currency)
        let list = try await priceLists(wish, stamp, in: transaction)
        return try await pricing(requests, list, products, askedFor: skus, unit: unit, by: caller, in: transaction)
    }

    /// What is still missing: the configurations that the lines name, and their parts.
    func pricing(
        _ requests: [LineRequest], _ list: PriceList, _ products: [Product], askedFor skus: [String], unit: UnitID, by caller: Caller,
        in transaction: borrowing Transaction
    ) async throws -> Pricing {
        let keys = Array(Set(requests.compactMap(\.configuration)))
        let configurations =
            keys.isEmpty
            ? []
            : try await transaction.run(
                ConfigurationQueries.inForce(.these(keys), for: unit, of: caller, on: nil, now: world.now()))
        let wanted = configurations.reduce(into: Set(requests.compactMap(\.sku))) { $0.formUnion($1.content.skus) }
        let missing = Array(wanted.subtracting(skus))
        let others =
            missing.isEmpty
            ? [] : try await transaction.run(ProductQueries.bySKU(missing, currency: list.currency, language: caller.language))
        return Pricing(list: list, products: products + others, configurations: configurations)
    }

    private func checked(_ quote: Quote?, _ lines: [QuoteLine], _ expected: Int?) throws -> Quote {
        guard var quote else { throw QuoteRefusal.notFound }
        if let expected, expected != quote.version { throw QuoteRefusal.stale(current: quote.version) }
        quote.lines = lines
        return quote
    }
}
