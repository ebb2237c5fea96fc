import Accounts
import Catalog
import Kernel

extension CustomerHistory {
    /// The contract that is proposed from a history bears the customer's number, so a second run finds it.
    var contractNumber: String { "H-\(customer)" }

    /// What the customer really paid; nil where it never bought a product.
    func offer(for unit: UnitID) -> ContractOffer? {
        guard let last = lastOrderOn, let content = ContractContent(self) else { return nil }
        return ContractOffer(
            number: contractNumber, name: "Prices paid until \(last)", unit: unit, currency: currency, versions: [content])
    }
}

extension ContractContent {
    /// Prices that a proposed contract quotes are held for this long.
    private static let priceHoldDays = 30

    /// What the customer really paid, from the day after its last order on and without an end: fixed prices with their volume tiers, and an
    /// assortment of just these products. Nil where it never bought a product.
    fileprivate init?(_ history: CustomerHistory) {
        let prices = ContractProposal(history.purchases).prices
        guard !prices.isEmpty, let last = history.lastOrderOn else { return nil }
        self.init(
            validFrom: last.adding(days: 1), priceHoldDays: Self.priceHoldDays,
            assortment: prices.map { .init(effect: "include", selector: "product", value: $0.sku) },
            rules: prices.map { price in
                .init(
                    kind: .fixed, selector: "product", value: price.sku, priority: 0, cumulative: false,
                    tiers: price.steps.map { .init(from: $0.from, price: $0.unitPrice) })
            })
    }
}
