package import Kernel

/// One price rule of a contract version: a fixed price for a product, or a percentage off list.
package struct PriceRule: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable { case fixed, discount }

    package enum Value: Sendable, Equatable {
        case price(Money)
        case discount(Percentage)
    }

    /// From this quantity on, this price or discount.
    package struct Tier: Sendable, Equatable {
        package let from: Quantity
        package let value: Value

        package init(from: Quantity, value: Value) {
            self.from = from
            self.value = value
        }
    }

    package let position: Int
    package let kind: Kind
    package let selector: ProductSelector
    package let priority: Int
    /// Ascending by quantity; the first is from zero.
    package let tiers: [Tier]

    package init(position: Int, kind: Kind, selector: ProductSelector, priority: Int, tiers: [Tier]) {
        self.position = position
        self.kind = kind
        self.selector = selector
        self.priority = priority
        self.tiers = tiers.sorted { $0.from < $1.from }
    }

    /// The step that a quantity reaches. A volume tier is a step of the rule that won (rule 4).
    package func tier(for quantity: Quantity) -> Tier? {
        tiers.last { $0.from <= quantity }
    }
}

/// Whether a product may be ordered under a contract.
package struct AssortmentRule: Sendable, Equatable {
    package enum Effect: String, Sendable { case include, exclude }

    package let effect: Effect
    package let selector: ProductSelector

    package init(effect: Effect, selector: ProductSelector) {
        self.effect = effect
        self.selector = selector
    }
}
