import Catalog
import Kernel

/// What the columns of a product file are, by its header (docs/imports.md).
struct ProductColumns: Sendable {
    enum Column: Sendable, Equatable {
        case field(String)
        case name(String)
        case description(String)
        case listPrice(Currency)
        case attribute(String)
    }

    static let fields = [
        "sku", "kind", "manufacturer", "manufacturerPartNumber", "category", "unitOfMeasure", "leadTimeDays", "status", "availableFrom",
        "lastBuyUntil", "successor", "image",
    ]

    let columns: [Column]
    let names: [String]

    /// - Throws: `ProductFileRefusal` with every column that is none, is there twice, or is missing.
    init(header: [String]) throws(ProductFileRefusal) {
        let names = header.map { $0.trimmingBlanks() }
        let columns = names.map(Self.column)
        let unknown = zip(names, columns).filter { $0.1 == nil }.map(\.0)
        let twice = names.enumerated().filter { names.prefix($0.offset).contains($0.element) }.map(\.element)
        let missing = ["sku", "name.en"].filter { !names.contains($0) }
        guard unknown.isEmpty, twice.isEmpty, missing.isEmpty else { throw .columns(unknown: unknown, twice: twice, missing: missing) }
        self.names = names
        self.columns = columns.compactMap { $0 }
    }

    private static func column(_ name: String) -> Column? {
        if fields.contains(name) { return .field(name) }
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        let rest = String(parts[1])
        switch parts[0] {
        case "name": return .name(rest)
        case "description": return .description(rest)
        case "listPrice": return Currency(rest).map(Column.listPrice)
        case "attribute": return .attribute(rest)
        default: return nil
        }
    }
}

/// Why a file as a whole is not taken as products. Nothing of it is stored.
package enum ProductFileRefusal: Error, Equatable, CustomStringConvertible {
    case empty
    case columns(unknown: [String], twice: [String], missing: [String])

    package var description: String {
        switch self {
        case .empty: return "the file is empty"
        case .columns(let unknown, let twice, let missing):
            var parts: [String] = []
            if !missing.isEmpty { parts.append("the first line lacks \(missing.joined(separator: ", "))") }
            if !twice.isEmpty { parts.append("\(twice.joined(separator: ", ")) is there twice") }
            if !unknown.isEmpty { parts.append("\(unknown.joined(separator: ", ")) is no column (docs/imports.md)") }
            return parts.joined(separator: "; ")
        }
    }
}
