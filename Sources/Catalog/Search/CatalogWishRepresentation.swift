import Kernel
import Web

extension CatalogWish {
    /// What the query parameters of a list ask for.
    init(_ query: QueryParameters, limit: Int, language: ReadingLanguage, currency: Currency) {
        let filter = CatalogFilter(
            text: query.optional("q", .string(1...100)), categories: query.all("category", .categoryPrefix),
            manufacturers: query.all("manufacturer", .string(1...Limits.nameCharacters)),
            attributes: query.prefixed("attribute", allOf: .string(1...Limits.nameCharacters)).mapValues { $0.map(AttributeWish.init) },
            minPrice: query.optional("minPrice", .amount(in: currency)), maxPrice: query.optional("maxPrice", .amount(in: currency)))
        let sort = query.optional("sort", .one(of: CatalogSort.self))
        self.init(
            filter: filter, sort: sort, facets: query.optional("facets", .facets) ?? FacetWish(),
            after: query.cursor(CatalogPosition.self), limit: limit, language: language, currency: currency)
    }
}

extension Reading where Value == String {
    /// A UNSPSC code, whole or its first pairs of digits.
    static var categoryPrefix: Self {
        Reading<String>.string(2...8).converted(else: "", "notACategory", "Two, four, six or eight digits of a UNSPSC code.") { text in
            guard text.utf8.count % 2 == 0, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
                return nil
            }
            return ProductSelector.prefix(ofCategory: text)
        }
    }
}

extension Reading where Value == Money {
    fileprivate static func amount(in currency: Currency) -> Self {
        Reading<String>.string(1...20).converted(
            else: .zero(currency), "notAnAmount", "Digits with at most four decimals, in the list's currency."
        ) { text in Money(text, currency).flatMap { $0.tenThousandths >= 0 ? $0 : nil } }
    }
}

extension Reading where Value == FacetWish {
    /// `all`, or names with commas between them: `category,manufacturer,price,attribute.memory`.
    fileprivate static var facets: Self {
        Reading<String>.string(1...1000).converted(
            else: FacetWish(), "notAFacet", "all, or some of category, manufacturer, price and attribute.NAME, with commas between them."
        ) { text in
            if text == "all" { return .all }
            var wish = FacetWish()
            for name in text.split(separator: ",", omittingEmptySubsequences: false) {
                switch name {
                case "category": wish.categories = true
                case "manufacturer": wish.manufacturers = true
                case "price": wish.price = true
                case _ where name.hasPrefix("attribute.") && name.utf8.count > 10: wish.attributes?.insert(String(name.dropFirst(10)))
                default: return nil
                }
            }
            return wish
        }
    }
}
