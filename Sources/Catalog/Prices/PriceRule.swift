package import Kernel

/// One price rule of a contract version: a fixed price for a product, a product that costs nothing, or a percentage off list. Immutable
/// and an object: a price keeps every rule that it looked at, for its receipt.
package final class PriceRule: Sendable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case fixed
        case discount
        /// Costs nothing because that was agreed, which a price of zero by itself does not say.
        case free
    }

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
    /// Its tiers are reached by the sum of all lines of one document that it speaks of, not by each line alone (`CumulativeVolumes`).
    package let isCumulative: Bool
    /// Ascending by quantity; the first is from zero.
    package let tiers: [Tier]
    /// A price for the SKU stands above every discount; among discounts the more specific selector.
    let strength: Int

    package init(
        position: Int, kind: Kind, selector: ProductSelector, priority: Int, isCumulative: Bool = false, tiers: [Tier]
    ) {
        self.position = position
        self.kind = kind
        self.selector = selector
        self.priority = priority
        self.isCumulative = isCumulative
        self.tiers = tiers.sorted { $0.from < $1.from }
        strength = (kind == .discount ? 0 : 1000) + selector.specificity
    }

    /// The step that a quantity reaches. A volume tier is a step of the rule that won (rule 4).
    package func tier(for quantity: Quantity) -> Tier? {
        var place = tiers.count
        while place > 0 {
            place -= 1
            if tiers[place].from <= quantity { return tiers[place] }
        }
        return nil
    }

    /// Where the next step after the one that a quantity reaches begins; nil on the last.
    package func nextTier(after quantity: Quantity) -> Tier? {
        tiers.first { $0.from > quantity }
    }
}

extension PriceRule: Equatable {
    package static func == (left: PriceRule, right: PriceRule) -> Bool {
        left === right
            || (left.position, left.kind, left.selector, left.priority, left.isCumulative, left.tiers)
                == (right.position, right.kind, right.selector, right.priority, right.isCumulative, right.tiers)
    }
}
