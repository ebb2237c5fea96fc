import FoundationEssentials
package import Kernel

/// What one part of a configured line, its base among them, counts for where its contract's purchases are added up: commitments and
/// rebates speak of products, and a line of parts is several (docs/decisions/0017). The shares of a line add up to its total exactly.
package struct LineShare: Codable, Sendable, Hashable {
    package let product: ProductID
    package let unitOfMeasure: String
    /// For all sets of the line.
    package let quantity: Quantity
    /// Whose price it has, or would have by itself; nil where no contract holds it.
    package let contract: ContractID?
    /// Of the line's total, in its minor unit.
    package let revenue: Money

    /// JSON with sorted keys and no white space: what is stored of a line.
    package static func canonical(_ shares: [LineShare]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(shares), as: UTF8.self)
    }

    package static func all(canonical text: String) throws -> [LineShare] {
        try JSONDecoder().decode([LineShare].self, from: Data(text.utf8))
    }
}
