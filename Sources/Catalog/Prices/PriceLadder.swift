package import Kernel

/// What a product costs by itself at every quantity: the price at any quantity is that of the last step that begins at or below it.
package struct PriceLadder: Sendable, Equatable {
    package struct Step: Sendable, Equatable {
        /// The least quantity of the step that can be ordered.
        package let from: Quantity
        /// For `from`; nil where the price is on request.
        package let price: Price?
    }

    package let product: Product
    /// Without those of which not even the least quantity can be priced, its total being too large to be stored. Quantities rise and
    /// prices differ from one to the next; empty where no quantity can be ordered.
    package let steps: [Step]
}

extension PriceList {
    /// Nil for a product outside the assortment.
    package func ladder(of product: Product) throws(AmountOutOfRange) -> PriceLadder? {
        let least = product.isCounted ? Quantity.one : Quantity(thousandths: 1)
        guard try price(of: product, quantity: least) != .notInAssortment else { return nil }
        let traits = ProductTraits(product)
        var thresholds: Set<Quantity> = [least]
        for (_, book) in entries {
            let reading = book.reading(traits)
            guard reading.isHeld else { continue }
            if let minimum = reading.quantity?.minimum { thresholds.insert(minimum) }
            reading.forEachRule { thresholds.formUnion($0.tiers.map(\.from)) }
        }
        var found: [PriceLadder.Step] = []
        for threshold in thresholds {
            if let step = (try? step(of: product, from: threshold, atLeast: least)) ?? nil { found.append(step) }
        }
        var steps: [PriceLadder.Step] = []
        for step in found.sorted(by: { $0.from < $1.from }) {
            if let last = steps.last, last.from == step.from || last.price?.unitPrice == step.price?.unitPrice { continue }
            steps.append(step)
        }
        return PriceLadder(product: product, steps: steps)
    }

    /// The least quantity from `threshold` on that can be ordered, at its price.
    private func step(
        of product: Product, from threshold: Quantity, atLeast least: Quantity
    ) throws(AmountOutOfRange) -> PriceLadder.Step? {
        var quantity = max(threshold, least).roundedUp(to: least)
        // Another quantity may be another contract's, which has its own rule; each round goes up, and past every threshold none is left.
        while true {
            guard case .price(let price) = try price(of: product, quantity: quantity) else {
                return PriceLadder.Step(from: quantity, price: nil)
            }
            guard let rule = price.quantityRule, rule.breach(by: quantity) != nil else {
                return PriceLadder.Step(from: quantity, price: price)
            }
            guard let next = rule.next(from: quantity)?.roundedUp(to: least), next > quantity else { return nil }
            quantity = next
        }
    }
}

extension Quantity {
    fileprivate func roundedUp(to step: Quantity) -> Quantity {
        let rest = thousandths % step.thousandths
        return rest == 0 ? self : Quantity(thousandths: thousandths + step.thousandths - rest)
    }
}
