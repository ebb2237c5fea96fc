package import Accounts
package import Catalog
package import Kernel
package import Postgres

/// What a quote's lines would cost today: the difference that is told when held prices cannot be used any more (rule 6).
package struct PriceQuoteToday: Sendable {
    private let load: LoadQuote

    package init(priceLists: LoadPriceList, world: World) {
        load = LoadQuote(priceLists: priceLists, world: world)
    }

    package func callAsFunction(
        _ quote: Quote, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> [QuoteRefusal.PriceChange] {
        let pricing = try await load.pricing(
            skus: quote.lines.map(\.sku), unit: quote.unit, quote.currency, by: caller, in: transaction)
        return quote.lines.compactMap { line in
            let request = LineRequest(sku: line.sku, quantity: line.quantity)
            let today = try? pricing.line(request, position: line.position, pointer: "").get().0
            guard today?.unitPrice != line.unitPrice else { return nil }
            return .init(position: line.position, sku: line.sku, shown: line.unitPrice, now: today?.unitPrice)
        }
    }
}
