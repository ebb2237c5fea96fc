import Kernel

extension ContractContent {
    /// Of a version that has no content of its own: its rules say as much.
    init(_ row: ContractTermsOfVersion, rules: [PriceRule], assortment: [AssortmentRule], quantities: [QuantityRule]) {
        self.init(
            validFrom: row.validFrom, validTo: row.validTo, priceHoldDays: row.priceHoldDays, bestPrice: row.isBestPrice,
            terms: Terms(payment: row.paymentTerms),
            assortment: assortment.map { .init(effect: $0.effect.rawValue, selector: $0.selector.kind, value: $0.selector.written) },
            rules: rules.map { rule in
                Rule(
                    kind: rule.kind, selector: rule.selector.kind, value: rule.selector.written, priority: rule.priority,
                    cumulative: rule.isCumulative,
                    tiers: rule.tiers.map { tier in
                        switch tier.value {
                        case .price(let price): Tier(from: tier.from, price: rule.kind == .free ? nil : price)
                        case .discount(let discount): Tier(from: tier.from, percent: discount.description)
                        }
                    })
            },
            quantityRules: quantities.map { rule in
                QuantityLimit(
                    selector: rule.selector.kind, value: rule.selector.written, minimum: rule.minimum, maximum: rule.maximum,
                    multiple: rule.multiple)
            })
    }
}

/// What a version says besides its rules.
struct ContractTermsOfVersion: Sendable {
    let validFrom: LocalDate
    let validTo: LocalDate?
    let priceHoldDays: Int
    let paymentTerms: String?
    let isBestPrice: Bool
}

extension ProductSelector {
    /// As a person writes it: a category by its eight digits; nil for everything.
    package var written: String? {
        switch self {
        case .category(let prefix): prefix + String(repeating: "0", count: max(0, 8 - prefix.utf8.count))
        case .everything: nil
        case .product, .manufacturer: value
        }
    }
}
