import Catalog
import Kernel

/// What a quote says wherever it differs from another state of itself: one side of a change, as its event keeps it.
struct QuoteAspects: Encodable {
    let state: String?
    let revision: Int?
    let name: String?
    let poNumber: String?
    let notes: String?
    let priceHoldUntil: Instant?
    let total: Money?
    /// Only those that are not the same on the other side.
    let lines: [Line]?

    struct Line: Encodable, Hashable {
        let position: Int
        let sku: String
        let quantity: Quantity
        let unitPrice: Money
        /// Of the contract that gave the price.
        let contractVersion: Int?
        /// Of a configured product.
        let configuration: ConfiguredLine?

        init(_ line: QuoteLine) {
            position = line.position
            sku = line.sku
            quantity = line.quantity
            unitPrice = line.unitPrice
            contractVersion = line.contractVersion
            configuration = line.configuration
        }
    }

    init(of quote: Quote, unlike other: Quote) {
        func unlike<Value: Equatable>(_ aspect: (Quote) -> Value) -> Value? {
            aspect(quote) == aspect(other) ? nil : aspect(quote)
        }
        state = unlike(\.state.rawValue)
        revision = unlike(\.revision)
        name = unlike(\.name)
        poNumber = unlike(\.poNumber) ?? nil
        notes = unlike(\.notes) ?? nil
        priceHoldUntil = unlike(\.priceHoldUntil) ?? nil
        total = unlike(\.total)
        let others = Set(other.lines.map(Line.init))
        let differing = quote.lines.map(Line.init).filter { !others.contains($0) }
        lines = differing.isEmpty ? nil : differing
    }
}
