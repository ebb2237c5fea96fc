import FoundationEssentials
package import Kernel

/// What makes a line of a quote or an order a configured product: which configuration, and the parts under it. What it is built on is the
/// line's own product.
package struct ConfiguredLine: Codable, Sendable, Hashable {
    package struct Part: Codable, Sendable, Hashable {
        package let slot: String
        package let sku: String
        package let name: String
        package let unitOfMeasure: String
        /// In one set.
        package let quantity: Quantity
        /// By the price function, for all sets; absent where the configuration has a price of its own.
        package let unitPrice: Money?

        package init(slot: String, sku: String, name: String, unitOfMeasure: String, quantity: Quantity, unitPrice: Money?) {
            self.slot = slot
            self.sku = sku
            self.name = name
            self.unitOfMeasure = unitOfMeasure
            self.quantity = quantity
            self.unitPrice = unitPrice
        }
    }

    package let id: ConfigurationID
    package let number: String
    package let version: Int
    /// Of the line's product within the price of a set; absent where the configuration has a price of its own.
    package let basePrice: Money?
    package let parts: [Part]

    package init(id: ConfigurationID, number: String, version: Int, basePrice: Money?, parts: [Part]) {
        self.id = id
        self.number = number
        self.version = version
        self.basePrice = basePrice
        self.parts = parts
    }

    package var key: ConfigurationVersionKey { ConfigurationVersionKey(configuration: id, version: version) }

    /// The same parts again, whatever the defaults are by now.
    package var selection: ConfigurationSelection {
        ConfigurationSelection(parts.map { .init(slot: $0.slot, sku: $0.sku, quantity: $0.quantity) }, isWhole: true)
    }

    /// Without what only the customer and its team see of a price.
    package var withoutPartPrices: ConfiguredLine {
        ConfiguredLine(
            id: id, number: number, version: version, basePrice: nil,
            parts: parts.map {
                Part(slot: $0.slot, sku: $0.sku, name: $0.name, unitOfMeasure: $0.unitOfMeasure, quantity: $0.quantity, unitPrice: nil)
            })
    }

    /// JSON with sorted keys and no white space: what is stored.
    package func canonical() throws -> String { try canonicalJSON() }

    package init(canonical text: String) throws {
        self = try JSONDecoder().decode(ConfiguredLine.self, from: Data(text.utf8))
    }
}
