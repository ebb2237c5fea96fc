import Kernel

extension Receipt {
    package enum Flaw: Error, Equatable {
        case unreadable(String)
        /// The steps are not those of any price: list or fixed price, at most one discount off list, then the quantity.
        case shape
        /// The rule's volume step begins above the quantity.
        case tier
        case step(Int)
        case total
        case unitPrice
    }

    /// Does the arithmetic again, from the receipt alone. What it only tells (the SKU, the day, the contract's number, the rules that lost)
    /// is held by `digest`, which is stored with the line.
    package func check() throws(Flaw) {
        guard let stated = Money(unitPrice, currency), let total = Money(lineTotal, currency) else {
            throw .unreadable("unitPrice, lineTotal")
        }
        try checkShape()
        var current: Money?
        for (index, step) in steps.enumerated() {
            guard let result = Money(step.result, currency) else { throw .unreadable("steps/\(index)/result") }
            guard expected(step, after: current) == result else { throw .step(index) }
            if step.operation == .timesQuantity, current != stated { throw .unitPrice }
            current = result
        }
        guard current == total else { throw .total }
    }

    private func checkShape() throws(Flaw) {
        switch steps.map(\.operation) {
        case [.listPrice, .timesQuantity]: guard rule == nil else { throw .shape }
        case [.listPrice, .discount, .timesQuantity], [.fixedPrice, .timesQuantity]:
            guard let rule else { throw .shape }
            guard let from = rule.fromQuantity, from <= quantity else { throw .tier }
        default: throw .shape
        }
    }

    private func expected(_ step: Step, after current: Money?) -> Money? {
        switch step.operation {
        case .listPrice: step.operand == listPrice ? Money(step.operand, currency) : nil
        case .fixedPrice: Money(step.operand, currency)
        case .discount:
            Percentage(step.operand).flatMap { discount in current.flatMap { try? $0.reduced(by: discount) } }
        case .timesQuantity: step.operand == quantity.description ? current.flatMap { try? $0.times(quantity) } : nil
        }
    }
}
