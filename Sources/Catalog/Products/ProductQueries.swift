import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum ProductQueries {
    /// Products by SKU with the list price in one currency; what is not there is absent. The assortment is not looked at: the price
    /// function does.
    package static func bySKU(_ skus: [String], currency: Currency, language: ReadingLanguage) -> Query<[Product]> {
        .all("\(products(currency, language)) WHERE p.sku = ANY(\(skus))", product)
    }

    /// For a document, whose texts everybody in the account reads in its language.
    package static func bySKU(_ skus: [String], currency: Currency, language: String) -> Query<[Product]> {
        bySKU(skus, currency: currency, language: ReadingLanguage(own: language))
    }

    /// What follows products, and what follows that, up to `PriceList.successorsFollowed` of each.
    static func following(_ skus: [String], currency: Currency) -> Query<[Product]> {
        .all(
            """
            WITH RECURSIVE chain (sku, place) AS (
                SELECT p.successor_sku, 1 FROM products AS p WHERE p.sku = ANY(\(skus)) AND p.successor_sku IS NOT NULL
                UNION
                SELECT p.successor_sku, c.place + 1
                FROM chain AS c JOIN products AS p ON p.sku = c.sku
                WHERE p.successor_sku IS NOT NULL AND c.place < \(PriceList.successorsFollowed)
            )
            \(products(currency, "en")) WHERE p.sku IN (SELECT c.sku FROM chain AS c)
            """, product)
    }

    private static func products(_ currency: Currency, _ language: ReadingLanguage) -> SQL {
        """
        SELECT p.id, p.sku, p.kind, \(text("p.names", language)), \(text("p.descriptions", language)), p.manufacturer,
            p.manufacturer_part_number, p.category_code, \(text("c.titles", language)), p.unit_of_measure, p.lead_time_days, p.status,
            p.successor_sku, p.attributes::text, p.available_from, p.last_buy_until,
            \(localized("p.images", "text", language)), \(localized("p.documents", "title", language)), l.list_price, l.currency
        FROM products AS p
        LEFT JOIN categories AS c ON c.code = p.category_code
        LEFT JOIN product_prices AS l ON l.product_id = p.id AND l.currency = \(currency)
        """
    }

    /// The text in the first of the languages that has one.
    /// The text in the first of the languages that has one; of a column of texts by language.
    package static func text(_ texts: SQL, _ language: ReadingLanguage) -> SQL {
        var choices: SQL?
        for tag in language.tags { choices = choices.map { "\($0), \(texts) ->> \(tag)" } ?? "\(texts) ->> \(tag)" }
        return "coalesce(\(choices ?? "NULL"))"
    }

    /// A list of objects as JSON text, with the text of each in one language.
    private static func localized(_ list: SQL, _ member: String, _ language: ReadingLanguage) -> SQL {
        """
        CASE WHEN \(list) IS NOT NULL THEN (
            SELECT jsonb_agg(jsonb_strip_nulls(t.item || jsonb_build_object(
                \(member)::text, \(text("t.item -> \(member)", language)))) ORDER BY t.place)
            FROM jsonb_array_elements(\(list)) WITH ORDINALITY AS t (item, place))::text END
        """
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
        let (availableFrom, lastBuyUntil) = (try row.next(LocalDate?.self), try row.next(LocalDate?.self))
        let (images, documents) = (try row.next(String?.self), try row.next(String?.self))
        guard let kind, let status else { throw PostgresDecodingError.noRow }
        return Product(
            id: id, sku: sku, kind: kind, name: name, description: description, manufacturer: manufacturer,
            manufacturerPartNumber: partNumber, category: category, categoryTitle: categoryTitle, unitOfMeasure: unitOfMeasure,
            leadTimeDays: leadTimeDays, status: status, successor: successor, attributes: attributes,
            listPrice: try row.optionalMoney(), availableFrom: availableFrom, lastBuyUntil: lastBuyUntil, images: images,
            documents: documents)
    }
}
