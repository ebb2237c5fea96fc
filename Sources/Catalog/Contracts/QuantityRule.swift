package import Kernel

/// How much of a product one line may ask for under a contract. Of several that speak of a product the most specific one holds, whole: what
/// it leaves out is not filled in from another.
package struct QuantityRule: Sendable, Equatable {
    package let selector: ProductSelector
    package let minimum: Quantity?
    package let maximum: Quantity?
    /// Counted from zero, not from the minimum.
    package let multiple: Quantity?

    package init(selector: ProductSelector, minimum: Quantity? = nil, maximum: Quantity? = nil, multiple: Quantity? = nil) {
        self.selector = selector
        self.minimum = minimum
        self.maximum = maximum
        self.multiple = multiple
    }

    /// Why it could never hold for any quantity, or says nothing.
    package var flaw: String? {
        let amounts = [minimum, maximum, multiple].compactMap(\.self)
        if amounts.isEmpty { return "one of minimum, maximum and multiple is needed" }
        if amounts.contains(where: { $0.thousandths <= 0 }) { return "a quantity is more than zero" }
        if next(from: Quantity(thousandths: 1)) == nil { return "no quantity is both a multiple and from minimum to maximum" }
        return nil
    }

    package enum Breach: Sendable, Equatable {
        case belowMinimum(Quantity)
        case aboveMaximum(Quantity)
        case notAMultiple(Quantity)
    }

    package func breach(by quantity: Quantity) -> Breach? {
        if let minimum, quantity < minimum { return .belowMinimum(minimum) }
        if let maximum, quantity > maximum { return .aboveMaximum(maximum) }
        if let multiple, quantity.thousandths % multiple.thousandths != 0 { return .notAMultiple(multiple) }
        return nil
    }

    /// The least quantity from `quantity` on that the rule allows; nil above the maximum.
    func next(from quantity: Quantity) -> Quantity? {
        var next = max(quantity.thousandths, minimum?.thousandths ?? 0)
        if let step = multiple?.thousandths, next % step != 0 { next += step - next % step }
        guard next <= maximum?.thousandths ?? .max else { return nil }
        return Quantity(thousandths: next)
    }
}
