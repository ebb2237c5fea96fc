package import Kernel

/// A configuration with what was chosen of it: what one line asks for. It satisfies the configuration.
package struct ConfiguredSet: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        /// Nil for what the configuration is built on.
        package let slot: String?
        package let product: Product
        /// In one set.
        package let quantity: Quantity
    }

    package let configuration: StandardConfiguration
    /// The base, then the parts in the order of the slots.
    package let parts: [Part]

    package var base: Product { parts[0].product }

    /// - Parameter chosen: nothing that `SelectionCheck` would find wrong.
    /// - Returns: nil where one of its products is not among `products`.
    package init?(_ configuration: StandardConfiguration, _ chosen: [ChosenPart], products: [String: Product]) {
        guard let base = products[configuration.content.base] else { return nil }
        self.configuration = configuration
        let others = chosen.compactMap { part in
            products[part.sku].map { Part(slot: part.slot, product: $0, quantity: part.quantity) }
        }
        guard others.count == chosen.count else { return nil }
        parts = [Part(slot: nil, product: base, quantity: .one)] + others
    }

    /// What so many sets ask for of each product: what the price function is asked, and what counts for rules that count lines together,
    /// however the set itself is priced.
    /// - Throws: `AmountOutOfRange` for more than can be stored.
    package func demand(_ sets: Quantity) throws(AmountOutOfRange) -> [(product: Product, quantity: Quantity)] {
        var demand: [(product: Product, quantity: Quantity)] = []
        for part in parts { demand.append((part.product, try part.quantity.times(sets))) }
        return demand
    }
}
