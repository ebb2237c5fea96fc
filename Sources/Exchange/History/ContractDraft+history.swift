import Catalog
import Kernel

extension CustomerHistory {
    /// The contract that is proposed from a history bears the customer's number, so a second run finds it.
    var contractNumber: String { "H-\(customer)" }
}

extension ContractDraft {
    /// Prices that a proposed contract quotes are held for this long.
    private static let priceHoldDays = 30

    /// What the customer really paid, from the day after its last order on and without an end: fixed prices with their volume tiers, and an
    /// assortment of just these products. Nil where it never bought a product.
    init?(_ history: CustomerHistory) {
        let prices = ContractProposal(history.purchases).prices
        guard !prices.isEmpty, let last = history.lastOrderOn else { return nil }
        self.init(
            number: history.contractNumber, name: "Prices paid until \(last)", currency: history.currency, validFrom: last.adding(days: 1),
            validTo: nil, priceHoldDays: Self.priceHoldDays, paymentTerms: nil, isBestPrice: false,
            assortment: prices.map { AssortmentRule(effect: .include, selector: .product(sku: $0.sku)) },
            rules: prices.enumerated().map { index, price in
                PriceRule(
                    position: index + 1, kind: .fixed, selector: .product(sku: price.sku), priority: 0,
                    tiers: price.steps.map { PriceRule.Tier(from: $0.from, value: .price($0.unitPrice)) })
            })
    }
}
