import Kernel

/// A product of the master catalog as an instance remembers it: what a list shows, sorts and filters by, for every reader.
struct CatalogRow: Sendable {
    /// The small number by which a search names the product.
    let number: Int
    let id: ProductID
    let sku: String
    let kind: Product.Kind
    let name: String
    /// By language, without English.
    let translations: [String: String]
    let manufacturer: String?
    let manufacturerPartNumber: String?
    let category: String?
    let unitOfMeasure: String
    let leadTimeDays: Int?
    let lifeCycle: LifeCycle
    let successor: String?
    var listPrices: [Money] = []
    var attributes: [Attribute] = []

    /// What of a product is another than it was, as far as a column of the index depends on it.
    struct Changes: OptionSet {
        let rawValue: Int

        static let number = Changes(rawValue: 1)
        static let category = Changes(rawValue: 2)
        static let manufacturer = Changes(rawValue: 4)
        static let code = Changes(rawValue: 8)
        static let attributes = Changes(rawValue: 16)
        static let name = Changes(rawValue: 32)
        static let all: Changes = [.number, .category, .manufacturer, .code, .attributes, .name]
    }

    func changes(since before: CatalogRow) -> Changes {
        var changes: Changes = []
        if number != before.number { changes.insert(.number) }
        if category != before.category { changes.insert(.category) }
        if manufacturer != before.manufacturer { changes.insert(.manufacturer) }
        if manufacturerPartNumber != before.manufacturerPartNumber { changes.insert(.code) }
        if Set(attributes) != Set(before.attributes) { changes.insert(.attributes) }
        if name != before.name || translations != before.translations { changes.insert(.name) }
        return changes
    }

    struct Attribute: Sendable, Hashable {
        let name: String
        let value: AttributeValue
    }

    func name(in language: ReadingLanguage) -> String { translations.isEmpty ? name : language.text(of: translations) ?? name }
}
