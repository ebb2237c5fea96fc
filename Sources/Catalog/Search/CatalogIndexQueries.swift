import FoundationEssentials
import Kernel
import Persistence
package import Postgres

/// The master catalog as an instance reads it into memory, and what changed in it since.
package enum CatalogIndexQueries {
    package static let stamp = Query<CatalogStamp>.one("SELECT h.change, h.stamp FROM catalog_head AS h") { row in
        CatalogStamp(change: try row.next(), stamp: try row.next())
    }

    /// Whether a state that is remembered is one that this database had: then what has changed since is all that differs.
    static func had(_ stamp: CatalogStamp) -> Query<Bool> {
        .one("SELECT EXISTS (SELECT FROM catalog_changes AS c WHERE c.change = \(stamp.change) AND c.stamp = \(stamp.stamp))") {
            try $0.next()
        }
    }

    /// Products without their prices and attributes.
    /// - Parameter change: nil for all; else those that a later one has touched.
    static func rows(after change: Int?) -> Query<[CatalogRow]> {
        .all(
            """
            SELECT s.number, p.id, p.sku, p.kind, p.names ->> 'en',
                CASE WHEN p.names - 'en' <> '{}' THEN ARRAY(SELECT t.key FROM jsonb_each_text(p.names - 'en') AS t ORDER BY t.key) END,
                CASE WHEN p.names - 'en' <> '{}' THEN ARRAY(SELECT t.value FROM jsonb_each_text(p.names - 'en') AS t ORDER BY t.key) END,
                p.manufacturer, p.manufacturer_part_number, p.category_code, p.unit_of_measure, p.lead_time_days, p.status,
                p.available_from, p.last_buy_until, p.successor_sku
            FROM products AS p
            JOIN product_search AS s ON s.product_id = p.id
            \(change, then: touched)
            """, catalogRow)
    }

    static func listPrices(after change: Int?) -> Query<[(number: Int, price: Money)]> {
        .all(
            """
            SELECT s.number, l.list_price, l.currency
            FROM product_prices AS l
            JOIN products AS p ON p.id = l.product_id
            JOIN product_search AS s ON s.product_id = l.product_id
            \(change, then: touched)
            """
        ) { row in (number: try row.next(), price: try row.money()) }
    }

    static func attributes(after change: Int?) -> Query<[(number: Int, attribute: CatalogRow.Attribute)]> {
        Query(
            """
            SELECT s.number, a.key, jsonb_typeof(a.value), a.value #>> '{}', a.value ->> 'value', a.value ->> 'unit'
            FROM products AS p
            JOIN product_search AS s ON s.product_id = p.id
            CROSS JOIN jsonb_each(p.attributes) AS a
            \(change, then: touched)
            """
        ) { rows in
            try rows.map { row -> (number: Int, attribute: CatalogRow.Attribute)? in
                let (number, name, type) = (try row.next(Int.self), try row.next(String.self), try row.next(String.self))
                let (text, value, unit) = (try row.next(String?.self), try row.next(String?.self), try row.next(String?.self))
                let known: AttributeValue? =
                    switch type {
                    case "string": text.map(AttributeValue.text)
                    case "boolean": .flag(text == "true")
                    case "object": value.flatMap { Quantity($0) }.map { .number($0, unit: unit) }
                    default: nil
                    }
                return known.map { (number, CatalogRow.Attribute(name: name, value: $0)) }
            }.compactMap { $0 }
        }
    }

    static let categories = Query<[CategoryTree.Node]>.all(
        """
        SELECT c.code, c.parent_code, ARRAY(SELECT t.key FROM jsonb_each_text(c.titles) AS t ORDER BY t.key),
            ARRAY(SELECT t.value FROM jsonb_each_text(c.titles) AS t ORDER BY t.key)
        FROM categories AS c
        """
    ) { row in
        .init(code: try row.next(), parent: try row.next(), titles: try row.translations())
    }

    private static func touched(since change: Int) -> SQL {
        // Few as a rule: with both ends the plan for all values looks by change and not at all of history, and an array's members are
        // looked up one by one.
        """
        WHERE p.sku = ANY(ARRAY(
            SELECT DISTINCT h.key
            FROM catalog_history AS h
            WHERE h.subject = 'product' AND h.change > \(change) AND h.change <= (SELECT c.change FROM catalog_head AS c)))
        """
    }

    private static func catalogRow(_ row: inout Row) throws -> CatalogRow {
        let (number, id, sku) = (try row.next(Int.self), try row.next(ProductID.self), try row.next(String.self))
        let kind = Product.Kind(rawValue: try row.next())
        let name = try row.next(String.self)
        let translations = try row.translations()
        let (manufacturer, partNumber) = (try row.next(String?.self), try row.next(String?.self))
        let (category, unit, days) = (try row.next(String?.self), try row.next(String.self), try row.next(Int?.self))
        let status = Product.Status(rawValue: try row.next())
        guard let kind, let status else { throw PostgresDecodingError.noRow }
        let lifeCycle = LifeCycle(stated: status, availableFrom: try row.next(), lastBuyUntil: try row.next())
        return CatalogRow(
            number: number, id: id, sku: sku, kind: kind, name: name, translations: translations, manufacturer: manufacturer,
            manufacturerPartNumber: partNumber, category: category, unitOfMeasure: unit, leadTimeDays: days, lifeCycle: lifeCycle,
            successor: try row.next())
    }
}

extension Row {
    /// The next two columns: languages and the text in each. NULL: none.
    mutating func translations() throws -> [String: String] {
        let (languages, texts) = (try next([String]?.self), try next([String]?.self))
        guard let languages, let texts else { return [:] }
        return Dictionary(zip(languages, texts), uniquingKeysWith: { first, _ in first })
    }
}
