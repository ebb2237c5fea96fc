package import Catalog
package import Kernel

/// A line as a buyer asks for it.
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
    var sku: String? { if case .product(let sku) = item { sku } else { nil } }

    var configuration: ConfigurationKey? { if case .configuration(let key, _) = item { key } else { nil } }
}

extension QuoteLine {
    /// What it asks for: of a configured product the very parts that it has.
    var request: LineRequest {
        guard let configuration else { return LineRequest(sku: sku, quantity: quantity) }
        return LineRequest(.configuration(.id(configuration.id), configuration.selection), quantity: quantity)
    }
}
