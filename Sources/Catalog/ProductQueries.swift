import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// What a reader of the catalog looks for.
package struct CatalogFilter: Sendable, Equatable {
    /// Part of a name, a SKU or a part number, in any case.
    package var text: String?
    /// A UNSPSC prefix.
    package var category: String?
    package var manufacturer: String?

    package init(text: String? = nil, category: String? = nil, manufacturer: String? = nil) {
        self.text = text
        self.category = category
        self.manufacturer = manufacturer
    }
}

package enum ProductQueries {
    /// Products by SKU with the list price in one currency; what is not there is absent. The assortment is not looked at: the price
    /// function does.
    package static func bySKU(_ skus: [String], currency: Currency, language: String) -> Query<[Product]> {
        .all(
            """
            SELECT p.id, p.sku, p.kind, coalesce(p.names ->> \(language), p.names ->> 'en'),
                coalesce(p.descriptions ->> \(language), p.descriptions ->> 'en'), p.manufacturer, p.manufacturer_part_number,
                p.category_code, coalesce(c.titles ->> \(language), c.titles ->> 'en'), p.unit_of_measure, p.lead_time_days, p.status,
                p.successor_sku, p.attributes::text, l.list_price, l.currency
            FROM products AS p
            LEFT JOIN categories AS c ON c.code = p.category_code
            LEFT JOIN product_prices AS l ON l.product_id = p.id AND l.currency = \(currency)
            WHERE p.sku = ANY(\(skus))
            """, product)
    }

    /// A page of what contracts hold, by SKU. Only the conditions that are asked for are in the statement, so that its one plan for
    /// all values follows the SKUs in their order, or looks up those that the contracts name.
    package static func page(
        in books: [PriceBook], _ filter: CatalogFilter, after sku: String?, limit: Int, currency: Currency, language: String
    ) -> Query<[Product]> {
        let pattern = filter.text.map {
            "%" + $0.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
        }
        let category = filter.category.map { $0 + "%" }
        return .all(
            """
            SELECT p.id, p.sku, p.kind, coalesce(p.names ->> \(language), p.names ->> 'en'),
                coalesce(p.descriptions ->> \(language), p.descriptions ->> 'en'), p.manufacturer, p.manufacturer_part_number,
                p.category_code, coalesce(c.titles ->> \(language), c.titles ->> 'en'), p.unit_of_measure, p.lead_time_days, p.status,
                p.successor_sku, p.attributes::text, l.list_price, l.currency
            FROM products AS p
            LEFT JOIN categories AS c ON c.code = p.category_code
            LEFT JOIN product_prices AS l ON l.product_id = p.id AND l.currency = \(currency)
            WHERE p.status IN ('active', 'lastBuy')
                AND (\(held(by: books)))
                \(sku, then: { "AND p.sku > \($0)" })
                \(pattern, then: { pattern in
                    """
                    AND (p.sku ILIKE \(pattern) OR p.manufacturer_part_number ILIKE \(pattern)
                        OR coalesce(p.names ->> \(language), p.names ->> 'en') ILIKE \(pattern))
                    """
                })
                \(category, then: { "AND p.category_code LIKE \($0)" })
                \(filter.manufacturer, then: { "AND p.manufacturer = \($0)" })
            ORDER BY p.sku
            LIMIT \(limit)
            """, product)
    }

    /// In the assortment of any: included by one of its rules and excluded by none.
    private static func held(by books: [PriceBook]) -> SQL {
        books.reduce("false") { others, book in
            let included = named(by: book.included)
            guard !book.excluded.all.isEmpty else { return "\(others) OR \(included)" }
            return "\(others) OR \(included) AND \(named(by: book.excluded)) IS NOT TRUE"
        }
    }

    private static func named(by selection: ProductSelection) -> SQL {
        guard !selection.all.contains(.everything) else { return "true" }
        var condition: SQL = "false"
        if !selection.skus.isEmpty { condition = "\(condition) OR p.sku = ANY(\(selection.skus))" }
        if !selection.manufacturers.isEmpty { condition = "\(condition) OR p.manufacturer = ANY(\(selection.manufacturers))" }
        if !selection.categoryPrefixes.isEmpty {
            condition = "\(condition) OR p.category_code LIKE ANY(\(selection.categoryPrefixes.map { $0 + "%" }))"
        }
        return "(\(condition))"
    }

    private static func product(_ row: inout Row) throws -> Product {
        let id = try row.next(ProductID.self)
        let sku = try row.next(String.self)
        let kind = Product.Kind(rawValue: try row.next())
        let name = try row.next(String.self)
        let description = try row.next(String?.self)
        let manufacturer = try row.next(String?.self)
        let partNumber = try row.next(String?.self)
        let category = try row.next(String?.self)
        let categoryTitle = try row.next(String?.self)
        let unitOfMeasure = try row.next(String.self)
        let leadTimeDays = try row.next(Int?.self)
        let status = Product.Status(rawValue: try row.next())
        let successor = try row.next(String?.self)
        let attributes = try row.next(String.self)
        guard let kind, let status else { throw PostgresDecodingError.noRow }
        return Product(
            id: id, sku: sku, kind: kind, name: name, description: description, manufacturer: manufacturer,
            manufacturerPartNumber: partNumber, category: category, categoryTitle: categoryTitle, unitOfMeasure: unitOfMeasure,
            leadTimeDays: leadTimeDays, status: status, successor: successor, attributes: attributes,
            listPrice: try row.optionalMoney())
    }
}
