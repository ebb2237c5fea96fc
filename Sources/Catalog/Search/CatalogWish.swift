package import Kernel

/// What a reader of the catalog looks for.
package struct CatalogFilter: Sendable, Equatable {
    /// Words of a name, a SKU or a part number, or the beginning of one.
    package var text: String?
    /// UNSPSC prefixes; any of them.
    package var categories: [String]
    /// Any of them.
    package var manufacturers: [String]
    /// By name; any of what is wished for each.
    package var attributes: [String: [AttributeWish]]
    /// In the reader's currency, both inclusive, for one. What has its price on request is in neither.
    package var minPrice: Money?
    package var maxPrice: Money?

    package init(
        text: String? = nil, categories: [String] = [], manufacturers: [String] = [], attributes: [String: [AttributeWish]] = [:],
        minPrice: Money? = nil, maxPrice: Money? = nil
    ) {
        self.text = text
        self.categories = categories
        self.manufacturers = manufacturers
        self.attributes = attributes
        self.minPrice = minPrice
        self.maxPrice = maxPrice
    }

    var asksForPrice: Bool { minPrice != nil || maxPrice != nil }
}

package enum CatalogSort: String, Sendable, Codable, CaseIterable {
    case relevance
    case sku
    case name
    case nameDescending = "-name"
    /// What has its price on request comes last.
    case price
    case priceDescending = "-price"
}

/// Which facets are counted.
package struct FacetWish: Sendable, Equatable {
    package var categories = false
    package var manufacturers = false
    package var price = false
    /// By name; nil for all that what is found has.
    package var attributes: Set<String>? = []

    package init(categories: Bool = false, manufacturers: Bool = false, price: Bool = false, attributes: Set<String>? = []) {
        self.categories = categories
        self.manufacturers = manufacturers
        self.price = price
        self.attributes = attributes
    }

    package static let all = FacetWish(categories: true, manufacturers: true, price: true, attributes: nil)

    var isNothing: Bool { self == FacetWish() }
}

package struct CatalogWish: Sendable, Equatable {
    package var filter: CatalogFilter
    package var sort: CatalogSort
    package var facets: FacetWish
    package var after: CatalogPosition?
    package var limit: Int
    package var language: ReadingLanguage
    /// Nil for the account's.
    package var currency: Currency?

    package init(
        filter: CatalogFilter = .init(), sort: CatalogSort? = nil, facets: FacetWish = .init(), after: CatalogPosition? = nil,
        limit: Int = Limits.defaultPageItems, language: ReadingLanguage = "en", currency: Currency? = nil
    ) {
        self.filter = filter
        // Without words nothing fits better than anything else.
        let usual: CatalogSort = filter.text == nil ? .sku : .relevance
        self.sort = sort.map { $0 == .relevance ? usual : $0 } ?? usual
        self.facets = facets
        self.after = after
        self.limit = limit
        self.language = language
        self.currency = currency
    }
}

/// Where a page ended: what the next begins behind, also when products have come and gone in between.
package struct CatalogPosition: Sendable, Equatable, Codable {
    package let sort: CatalogSort
    let sku: String
    /// What the sort looks at: a name, or a score or price.
    let name: String?
    let number: Int64?
}
