/// What the including or the excluding rules of an assortment speak of, also sorted by kind, as a statement asks for it.
struct ProductSelection: Sendable {
    let all: Set<ProductSelector>
    let skus: [String]
    let manufacturers: [String]
    let categoryPrefixes: [String]

    init(_ selectors: [ProductSelector]) {
        all = Set(selectors)
        let values = Dictionary(grouping: all, by: \.kind).mapValues { $0.map(\.value) }
        skus = values["product"] ?? []
        manufacturers = values["manufacturer"] ?? []
        categoryPrefixes = values["category"] ?? []
    }
}
