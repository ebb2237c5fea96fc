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

    /// The same, with the prices of products that are to go into it.
    func lockedForPricing(
        _ reference: DocumentReference<Quote>, skus: [String], by caller: Caller, expecting expected: Int?,
        in transaction: borrowing Transaction
    ) async throws -> (quote: Quote, pricing: Pricing) {
        let scope = try caller.scope(of: .writeQuotes)
        let unit = caller.membership?.unit
        let (found, lines, stamp, products) = try await transaction.run(
            QuoteQueries.locked(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account),
            ContractQueries.stamp(of: caller, on: nil, now: world.now()),
            ProductQueries.bySKU(skus, currency: caller.currency, language: caller.language))
        let quote = try checked(found, lines, expected)
        guard quote.unit == unit, quote.currency == caller.currency else {
            let all = skus + quote.lines.map(\.sku)
            return (quote, try await pricing(skus: all, unit: quote.unit, quote.currency, by: caller, in: transaction))
        }
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: quote.currency)
        let list = try await priceLists(wish, stamp, in: transaction)
        let known = Set(skus)
        let others = list.hasCumulativeRules ? quote.lines.map(\.sku).filter { !known.contains($0) } : []
        // What stands in the quote already is asked for only where it may change what the rest costs.
        let beside =
            others.isEmpty
            ? [] : try await transaction.run(ProductQueries.bySKU(others, currency: quote.currency, language: caller.language))
        return (quote, Pricing(list: list, products: products + beside))
    }

    /// The same for the lines that the quote has.
    func pricing(of quote: Quote, by caller: Caller, in transaction: borrowing Transaction) async throws -> Pricing {
        try await pricing(skus: quote.lines.map(\.sku), unit: quote.unit, quote.currency, by: caller, in: transaction)
    }

    func pricing(
        skus: [String], unit: UnitID, _ currency: Currency, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> Pricing {
        let (stamp, products) = try await transaction.run(
            ContractQueries.stamp(of: caller, on: nil, now: world.now()),
            ProductQueries.bySKU(skus, currency: currency, language: caller.language))
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: currency)
        let list = try await priceLists(wish, stamp, in: transaction)
        return Pricing(list: list, products: products)
    }

    private func checked(_ quote: Quote?, _ lines: [QuoteLine], _ expected: Int?) throws -> Quote {
        guard var quote else { throw QuoteRefusal.notFound }
        if let expected, expected != quote.version { throw QuoteRefusal.stale(current: quote.version) }
        quote.lines = lines
        return quote
    }
}
