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
        /// Addresses of documents of a kind, and what they are called in a language.
        case document(ProductDraft.Document.Kind)
        case documentTitle(ProductDraft.Document.Kind, language: String)
        /// Why the line was refused before (`RefusedRows`): nothing of the product.
        case note
    }

    static let fields = [
        "sku", "kind", "manufacturer", "manufacturerPartNumber", "category", "unitOfMeasure", "leadTimeDays", "status", "availableFrom",
        "lastBuyUntil", "successor", "image",
    ]

    let columns: [Column]
    let names: [String]
    /// Where the column `refused` stands.
    let refusedPlace: Int?

    /// Whether products bring their documents; else those that are there stay.
    var saysDocuments: Bool {
        columns.contains { if case .document = $0 { true } else { false } }
    }

    /// - Throws: `ImportFileRefusal` with every column that is none, is there twice, or is missing.
    init(header: [String]) throws(ImportFileRefusal) {
        (names, columns) = try ImportHeader.read(header, required: ["sku", "name.en"], Self.column)
        refusedPlace = columns.firstIndex(of: .note)
    }

    private static func column(_ name: String) -> Column? {
        if fields.contains(name) { return .field(name) }
        if name == ImportHeader.refused { return .note }
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        let rest = String(parts[1])
        switch parts[0] {
        case "name": return rest.isLanguageTag ? .name(rest) : nil
        case "description": return rest.isLanguageTag ? .description(rest) : nil
        case "listPrice": return Currency(rest).map(Column.listPrice)
        case "attribute": return .attribute(rest)
        case "document":
            let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let kind = ProductDraft.Document.Kind(rawValue: parts[0]) else { return nil }
            guard parts.count > 1 else { return .document(kind) }
            return parts[1].isLanguageTag ? .documentTitle(kind, language: parts[1]) : nil
        default: return nil
        }
    }
}
