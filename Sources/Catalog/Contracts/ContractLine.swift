package import Kernel

/// One line of a file of contract rules, as far as it could be read: a price rule's step, an entry of the assortment or a quantity rule.
/// Whether what it says is right the content's check says.
package struct ContractLine: Sendable, Equatable {
    package enum Part: String, Sendable, CaseIterable {
        case price, assortment, quantity
    }

    package let line: Int
    /// The number of the contract.
    package let contract: String
    /// `fixed`, `discount`, `free`; `include`, `exclude`; `quantity`.
    package let kind: String
    package let selector: String
    package let value: String?
    package let priority: Int
    package let isCumulative: Bool
    /// Of the step; nothing for a rule's first is from zero.
    package let from: Quantity?
    package let price: Money?
    package let percent: String?
    package let minimum: Quantity?
    package let maximum: Quantity?
    package let multiple: Quantity?
    /// Something in it could not be read, and has been told.
    package let isBroken: Bool

    package init(
        line: Int, contract: String, kind: String, selector: String, value: String? = nil, priority: Int = 0, isCumulative: Bool = false,
        from: Quantity? = nil, price: Money? = nil, percent: String? = nil, minimum: Quantity? = nil, maximum: Quantity? = nil,
        multiple: Quantity? = nil, isBroken: Bool = false
    ) {
        self.line = line
        self.contract = contract
        self.kind = kind
        self.selector = selector
        self.value = value
        self.priority = priority
        self.isCumulative = isCumulative
        self.from = from
        self.price = price
        self.percent = percent
        self.minimum = minimum
        self.maximum = maximum
        self.multiple = multiple
        self.isBroken = isBroken
    }

    package static let kinds = PriceRule.Kind.allCases.map(\.rawValue) + AssortmentRule.Effect.allCases.map(\.rawValue) + ["quantity"]

    var part: Part {
        if PriceRule.Kind(rawValue: kind) != nil { return .price }
        return AssortmentRule.Effect(rawValue: kind) != nil ? .assortment : .quantity
    }

    /// Whether it is the next step of the rule that the line before it belongs to. After a line that could not be read nobody knows, and
    /// a step is no rule of its own: it goes with that one.
    func goesOn(_ before: ContractLine?) -> Bool {
        guard let before, before.contract == contract, let from, from > Quantity(0) else { return false }
        if before.isBroken || isBroken { return before.isBroken || (before.selector == selector && before.value == value) }
        return part == .price && before.kind == kind && before.selector == selector && before.value == value
            && before.priority == priority && before.isCumulative == isCumulative
    }
}
