import Kernel

extension Receipt {
    package enum Flaw: Error, Equatable {
        case unreadable(String)
        /// The steps are not those of any price: list price, fixed price or cost-free, at most one discount off list, then the quantity.
        case shape
        /// The rule that won speaks of another product, or is of another kind than the steps.
        case rule
        /// The quantity does not reach the rule's volume step, or reaches the next one.
        case tier
        case step(Int)
        case total
        case unitPrice
        /// A rule that lost did not lose for the reason that is stated.
        case lost(Int)
    }

    /// Does the arithmetic again, from the receipt alone. What it only tells (the day, the contract's number, most of what the rules that
    /// lost say) is held by `digest`, which is stored with the line.
    package func check() throws(Flaw) {
        guard let stated = Money(unitPrice, currency), let total = Money(lineTotal, currency) else {
            throw .unreadable("unitPrice, lineTotal")
        }
        try checkShape()
        var current: Money?
        for (index, step) in steps.enumerated() {
            guard let result = Money(step.result, currency) else { throw .unreadable("steps/\(index)/result") }
            guard expected(step, after: current) == result else { throw .step(index) }
            if step.operation == .timesQuantity, current != stated || isForNothing { throw .unitPrice }
            current = result
        }
        guard current == total else { throw .total }
        for (index, rule) in lost.enumerated() where !holds(rule, against: stated) { throw .lost(index) }
    }

    private func checkShape() throws(Flaw) {
        let kind: PriceRule.Kind?
        switch steps.map(\.operation) {
        case [.listPrice, .timesQuantity]: kind = nil
        case [.listPrice, .discount, .timesQuantity], [.listPrice, .discount, .leastPrice, .timesQuantity]: kind = .discount
        case [.fixedPrice, .timesQuantity]: kind = .fixed
        case [.costFree, .timesQuantity]: kind = .free
        default: throw .shape
        }
        guard (rule == nil) == (kind == nil) else { throw .shape }
        if let listPriceOn { guard listPriceOn != on, listPrice != nil else { throw .shape } }
        guard let rule else { return }
        guard rule.kind == kind, rule.selector != "product" || rule.value == sku else { throw .rule }
        try checkTier(of: rule)
    }

    /// A price of nothing by a discount that leaves something.
    private var isForNothing: Bool {
        guard rule?.kind == .discount, Money(unitPrice, currency) == .zero(currency) else { return false }
        return steps.first { $0.operation == .discount }?.operand != "100"
    }

    private func checkTier(of rule: WinningRule) throws(Flaw) {
        let counted = rule.cumulativeQuantity ?? quantity
        guard counted >= quantity, let from = rule.fromQuantity, from <= counted else { throw .tier }
        if let next = rule.nextFromQuantity, next <= counted { throw .tier }
    }

    private func expected(_ step: Step, after current: Money?) -> Money? {
        switch step.operation {
        case .listPrice: step.operand == listPrice ? Money(step.operand, currency) : nil
        case .fixedPrice: Money(step.operand, currency)
        case .costFree: Money(step.operand, currency) == .zero(currency) ? .zero(currency) : nil
        case .discount:
            Percentage(step.operand).flatMap { discount in current.flatMap { try? $0.reduced(by: discount) } }
        case .leastPrice: current == .zero(currency) && step.operand == Money.leastPrice(currency).amount ? .leastPrice(currency) : nil
        case .timesQuantity: step.operand == quantity.description ? current.flatMap { try? $0.times(quantity) } : nil
        }
    }

    private func holds(_ rule: LostRule, against stated: Money) -> Bool {
        switch rule.reason {
        case .otherCurrency, .quantityBelowTiers: return rule.unitPrice == nil
        case .noListPrice: return rule.unitPrice == nil && listPrice == nil
        case .lessSpecific, .lowerPriority, .higherPrice, .fartherUnit, .equalButLater:
            guard let price = rule.unitPrice.flatMap({ Money($0, currency) }) else { return false }
            // Of two contracts, each one's own best met before: only within one is what it lost to known.
            guard rule.reason == .higherPrice, rule.contract == contract.number, rule.version == contract.version else { return true }
            return price.tenThousandths > stated.tenThousandths
        }
    }
}

extension Receipt.Flaw: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let what): "\(what): no amount in this currency"
        case .shape: "the steps are not those of any price"
        case .rule: "the rule that won speaks of another product or is of another kind than the steps"
        case .tier: "the quantity is not within the volume step that the rule says"
        case .step(let index): "step \(index + 1) does not come to its result"
        case .total: "the last step is not the line total"
        case .unitPrice: "the steps do not come to the unit price, or a discount of less than all to nothing"
        case .lost(let index): "the rule at place \(index + 1) of those that lost cannot have lost for that reason"
        }
    }
}
