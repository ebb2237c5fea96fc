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

    struct Attribute: Sendable, Equatable {
        let name: String
        let value: AttributeValue
    }

    func name(in language: String) -> String { translations[language] ?? name }
}
