package import Kernel

/// Why a product costs something else on one day than on another: the first thing that made a difference, and all of them.
package struct PriceDifference: Sendable, Equatable {
    /// What differs, from what weighs most to what follows from it.
    package enum Cause: String, Sendable, Equatable, CaseIterable {
        /// The product came into the assortment, or left it.
        case assortment
        /// Nothing said what it costs on one of the days.
        case onRequest
        /// Another contract decides: it began, it ended, or one of a nearer unit speaks of the product now.
        case contract
        /// The same contract in another version.
        case version
        /// Another rule of the contract won, or list price and rule took turns.
        case rule
        /// The rule says another price or discount, or the quantity reaches another step of it.
        case tier
        /// The list price that a discount is taken off, or that holds by itself: with that of the day before it would be another price.
        case listPrice
    }

    /// One of the two days.
    package struct Side: Sendable, Equatable {
        package let on: LocalDate
        /// Nil outside the assortment, and where the price is on request.
        package let price: Price?
        package let isInAssortment: Bool

        package init(on: LocalDate, outcome: PriceOutcome) {
            self.on = on
            switch outcome {
            case .price(let price): (self.price, isInAssortment) = (price, true)
            case .onRequest: (price, isInAssortment) = (nil, true)
            case .notInAssortment: (price, isInAssortment) = (nil, false)
            }
        }
    }

    package let from: Side
    package let to: Side
    package let causes: [Cause]

    /// - Parameter relisted: what the later day would say at the list price of the earlier one; nil where that is the same.
    package init(from: Side, to: Side, atFormerListPrice relisted: Side? = nil) {
        self.from = from
        self.to = to
        let isRelisted = relisted.map { $0.isInAssortment == to.isInAssortment && $0.price?.unitPrice != to.price?.unitPrice } ?? false
        causes = Self.causes(from, to) + (from.isInAssortment && isRelisted ? [.listPrice] : [])
    }

    package var isSamePrice: Bool { from.price?.unitPrice == to.price?.unitPrice && from.isInAssortment == to.isInAssortment }

    private static func causes(_ from: Side, _ to: Side) -> [Cause] {
        if from.isInAssortment != to.isInAssortment { return [.assortment] }
        guard let before = from.price, let after = to.price else { return from.price == to.price ? [] : [.onRequest] }
        var causes: [Cause] = []
        if before.contract.id != after.contract.id {
            causes.append(.contract)
        } else if before.contract.version != after.contract.version {
            causes.append(.version)
        }
        // A rule has no name but what it speaks of: its position counts its version's rules.
        if before.speaker != after.speaker {
            causes.append(.rule)
        } else if before.decided?.tier != after.decided?.tier {
            causes.append(.tier)
        }
        return causes
    }
}

extension Price {
    /// Which rule decided, as two versions of a contract can both have it.
    fileprivate struct Speaker: Equatable {
        let contract: ContractID
        let kind: PriceRule.Kind
        let selector: ProductSelector
        let priority: Int
        let isCumulative: Bool
    }

    fileprivate var speaker: Speaker? {
        decided.map {
            Speaker(
                contract: $0.contract.id, kind: $0.rule.kind, selector: $0.rule.selector, priority: $0.rule.priority,
                isCumulative: $0.rule.isCumulative)
        }
    }
}
