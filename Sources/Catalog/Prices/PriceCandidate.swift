import Kernel

/// A rule that speaks of the product, with what it would make of it.
struct Candidate: Sendable, Equatable {
    let contract: Contract
    let rule: PriceRule
    /// What the rule's tier is reached by: the line's quantity, or that of all the rule's lines.
    let counted: Quantity
    let tier: PriceRule.Tier?
    /// Nil where the rule does not apply; `inapplicable` says why.
    let unitPrice: Money?
    let inapplicable: Receipt.LossReason?

    init(
        contract: Contract, rule: PriceRule, counted: Quantity, list: Money?, currency: Currency
    ) throws(AmountOutOfRange) {
        self.contract = contract
        self.rule = rule
        self.counted = counted
        tier = rule.tier(for: counted)
        guard contract.currency == currency else {
            (unitPrice, inapplicable) = (nil, .otherCurrency)
            return
        }
        switch (tier?.value, list) {
        case (.price(let price)?, _): (unitPrice, inapplicable) = (price, nil)
        case (.discount(let discount)?, let list?): (unitPrice, inapplicable) = (try list.discounted(by: discount), nil)
        case (.discount?, nil): (unitPrice, inapplicable) = (nil, .noListPrice)
        case (nil, _): (unitPrice, inapplicable) = (nil, .quantityBelowTiers)
        }
    }

    /// Why this loses to `other`, both applicable and of equally near units; nil where it does not.
    func loses(to other: Candidate) -> Receipt.LossReason? {
        let price = unitPrice?.tenThousandths ?? .max
        let otherPrice = other.unitPrice?.tenThousandths ?? .max
        if contract.isBestPrice, contract.id == other.contract.id {
            return otherPrice < price ? .higherPrice : nil
        }
        if rule.strength != other.rule.strength { return rule.strength < other.rule.strength ? .lessSpecific : nil }
        if rule.priority != other.rule.priority { return rule.priority < other.rule.priority ? .lowerPriority : nil }
        return otherPrice < price ? .higherPrice : nil
    }

    /// - Parameters:
    ///   - winner: what the product costs by.
    ///   - champion: what this rule's own contract put up against the others.
    func lost(to winner: Candidate?, champion: Candidate?) -> Receipt.LostRule {
        let reason: Receipt.LossReason
        if let inapplicable {
            reason = inapplicable
        } else if let winner, winner.contract.distance < contract.distance {
            reason = .fartherUnit
        } else {
            reason = champion.flatMap { loses(to: $0) } ?? winner.flatMap { loses(to: $0) } ?? .equalButLater
        }
        return Receipt.LostRule(
            contract: contract.number, version: contract.version, position: rule.position, selector: rule.selector.kind,
            value: rule.selector.value, unitPrice: unitPrice?.amount, reason: reason)
    }
}
