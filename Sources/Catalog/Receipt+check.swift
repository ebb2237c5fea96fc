import Kernel

extension Receipt {
    package enum Flaw: Error, Equatable {
        case unreadable(String)
        case step(Int)
        case total
        case unitPrice
    }

    /// Does the arithmetic again, from the receipt alone.
    package func check() throws(Flaw) {
        guard let stated = Money(unitPrice, currency), let total = Money(lineTotal, currency) else { throw .unreadable("unitPrice, lineTotal") }
        var current: Money?
        for (index, step) in steps.enumerated() {
            guard let result = Money(step.result, currency) else { throw .unreadable("steps/\(index)/result") }
            guard expected(step, after: current) == result else { throw .step(index) }
            if step.operation == .timesQuantity {
                guard current == stated else { throw .unitPrice }
                guard step.operand == quantity.description else { throw .step(index) }
            }
            current = result
        }
        guard steps.last?.operation == .timesQuantity, current == total else { throw .total }
    }

    private func expected(_ step: Step, after current: Money?) -> Money? {
        switch step.operation {
        case .listPrice: step.operand == listPrice ? Money(step.operand, currency) : nil
        case .fixedPrice: Money(step.operand, currency)
        case .discount:
            Percentage(step.operand).flatMap { discount in current.flatMap { try? $0.reduced(by: discount) } }
        case .timesQuantity: Quantity(step.operand).flatMap { quantity in current.flatMap { try? $0.times(quantity) } }
        }
    }
}
