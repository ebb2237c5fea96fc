import Cryptography
package import Kernel

/// What is to become a contract's next version: everything that the parties agree to, as it is published.
package struct ContractDraft: Sendable, Equatable {
    package let number: String
    package let name: String
    package let currency: Currency
    /// First and last day in the account's time zone, both inclusive.
    package let validFrom: LocalDate
    package let validTo: LocalDate?
    package let priceHoldDays: Int
    package let paymentTerms: String?
    package let isBestPrice: Bool
    package let assortment: [AssortmentRule]
    package let rules: [PriceRule]
    package let quantities: [QuantityRule]

    package init(
        number: String, name: String, currency: Currency, validFrom: LocalDate, validTo: LocalDate?, priceHoldDays: Int,
        paymentTerms: String?, isBestPrice: Bool, assortment: [AssortmentRule], rules: [PriceRule],
        quantities: [QuantityRule] = []
    ) {
        self.number = number
        self.name = name
        self.currency = currency
        self.validFrom = validFrom
        self.validTo = validTo
        self.priceHoldDays = priceHoldDays
        self.paymentTerms = paymentTerms
        self.isBestPrice = isBestPrice
        self.assortment = assortment
        self.rules = rules
        self.quantities = quantities
    }

    /// The canonical text: a line for each term, one for each assortment rule, price rule and tier, in the order of the draft. A name may
    /// hold anything but control characters, so a line says one thing only. Two drafts with the same text agree on the same.
    package var canonical: String {
        var lines = [
            "currency \(currency)", "from \(validFrom)", "to \(validTo.map(String.init(describing:)) ?? "-")", "hold \(priceHoldDays)",
            "payment \(paymentTerms ?? "-")", "best \(isBestPrice)",
        ]
        for rule in assortment { lines.append("\(rule.effect.rawValue) \(rule.selector.kind) \(rule.selector.value)") }
        for rule in rules {
            let counting = rule.isCumulative ? " together" : ""
            lines.append("\(rule.kind.rawValue)\(counting) \(rule.priority) \(rule.selector.kind) \(rule.selector.value)")
            for tier in rule.tiers {
                switch tier.value {
                case .price(let price): lines.append("  \(tier.from) at \(price.amount)")
                case .discount(let discount): lines.append("  \(tier.from) less \(discount)%")
                }
            }
        }
        for rule in quantities {
            let (least, most) = (rule.minimum?.description ?? "-", rule.maximum?.description ?? "-")
            lines.append("quantity \(least) \(most) \(rule.multiple?.description ?? "-") \(rule.selector.kind) \(rule.selector.value)")
        }
        return lines.joined(separator: "\n")
    }

    package var digest: Digest { SHA256.digest(canonical) }
}
