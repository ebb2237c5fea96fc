package import Kernel

/// A line as a buyer asks for it: of a quote, or of several prices at once.
package struct LineRequest: Sendable, Equatable {
    package enum Item: Sendable, Equatable {
        case product(sku: String)
        /// A configured product: one line with its parts under it.
        case configuration(ConfigurationKey, ConfigurationSelection)
    }

    package let item: Item
    /// Of a configured product so many sets.
    package let quantity: Quantity

    package init(_ item: Item, quantity: Quantity) {
        self.item = item
        self.quantity = quantity
    }

    package init(sku: String, quantity: Quantity) {
        self.init(.product(sku: sku), quantity: quantity)
    }

    /// Of a product by itself.
    package var sku: String? { if case .product(let sku) = item { sku } else { nil } }

    package var configuration: ConfigurationKey? { if case .configuration(let key, _) = item { key } else { nil } }
}
