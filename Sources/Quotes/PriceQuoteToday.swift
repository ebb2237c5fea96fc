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
        let pricing = try await load.pricing(of: quote, by: caller, in: transaction)
        let volumes = pricing.volumes(quote.lines.map(\.request))
        return quote.lines.compactMap { line in
            let today = try? pricing.line(line.request, among: volumes, position: line.position, pointer: "").get().0
            guard today?.unitPrice != line.unitPrice else { return nil }
            return .init(position: line.position, sku: line.sku, shown: line.unitPrice, now: today?.unitPrice)
        }
    }
}
