import Kernel

/// A product of the master catalog as an instance remembers it: what a list shows, sorts and filters by, for every reader. An object, so
/// that a catalog in which one has changed shares all others with the one before.
final class CatalogRow: Sendable {
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
    let listPrices: [Money]
    let attributes: [Attribute]

    init(
        number: Int, id: ProductID, sku: String, kind: Product.Kind, name: String, translations: [String: String], manufacturer: String?,
        manufacturerPartNumber: String?, category: String?, unitOfMeasure: String, leadTimeDays: Int?, lifeCycle: LifeCycle,
        successor: String?, listPrices: [Money] = [], attributes: [Attribute] = []
    ) {
        self.number = number
        self.id = id
        self.sku = sku
        self.kind = kind
        self.name = name
        self.translations = translations
        self.manufacturer = manufacturer
        self.manufacturerPartNumber = manufacturerPartNumber
        self.category = category
        self.unitOfMeasure = unitOfMeasure
        self.leadTimeDays = leadTimeDays
        self.lifeCycle = lifeCycle
        self.successor = successor
        self.listPrices = listPrices
        self.attributes = attributes
    }

    func with(listPrices: [Money], attributes: [Attribute]) -> CatalogRow {
        CatalogRow(
            number: number, id: id, sku: sku, kind: kind, name: name, translations: translations, manufacturer: manufacturer,
            manufacturerPartNumber: manufacturerPartNumber, category: category, unitOfMeasure: unitOfMeasure, leadTimeDays: leadTimeDays,
            lifeCycle: lifeCycle, successor: successor, listPrices: listPrices, attributes: attributes)
    }

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
