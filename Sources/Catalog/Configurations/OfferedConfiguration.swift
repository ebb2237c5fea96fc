package import Kernel

/// A configuration as a reader may order it: what their assortment holds of it, at their prices.
package struct OfferedConfiguration: Sendable, Equatable {
    package enum Availability: String, Sendable, Encodable {
        case available
        /// It can be chosen, and its defaults, or the whole of it, have no price.
        case onRequest
        /// What it is built on, or all that could stand in a slot that may not stay empty, is outside the assortment.
        case notAvailable
    }

    package let configuration: StandardConfiguration
    /// Those that the assortment holds.
    package let products: [String: Product]
    /// By SKU, for one; without a price, on request.
    package let prices: [String: Price]
    package let availability: Availability
    /// Of one set of the defaults; nil where they do not satisfy the configuration for this reader, or have no price.
    package let defaultPrice: ConfigurationPrice?

    /// Nil where the assortment does not hold it.
    package var base: Product? { products[configuration.content.base] }

    init(_ configuration: StandardConfiguration, products all: [String: Product], in list: PriceList) {
        self.configuration = configuration
        let content = configuration.content
        let offered = all.filter { content.skus.contains($0.key) && list.holds($0.value) }
        products = offered
        prices = offered.compactMapValues { product in
            guard case .price(let price)? = try? list.price(of: product, quantity: .one) else { return nil }
            return price
        }
        let check = list.check(.defaults, of: configuration, products: offered)
        let set = check.violations.isEmpty ? ConfiguredSet(configuration, check.parts, products: offered) : nil
        let outcome = set.flatMap { try? list.price(of: $0, sets: .one) }
        if case .price(let price)? = outcome { defaultPrice = price } else { defaultPrice = nil }
        let isWhole = content.slots.allSatisfy { slot in
            slot.minimum.thousandths == 0 || slot.alternatives.contains { offered[$0.sku] != nil }
        }
        if offered[content.base] == nil || !isWhole {
            availability = .notAvailable
        } else if case .onRequest? = outcome {
            availability = .onRequest
        } else {
            availability = .available
        }
    }
}

/// What a selection of a configuration costs.
package struct PricedConfiguration: Sendable, Equatable {
    package let set: ConfiguredSet
    package let sets: Quantity
    package let outcome: ConfigurationOutcome
}
