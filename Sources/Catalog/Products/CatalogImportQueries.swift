import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// The master catalog as files bring it: what is new is added, what differs is changed, and what is the same is not touched.
package enum CatalogImportQueries {
    package struct Category: Sendable, Equatable {
        package let code: String
        package let parent: String?
        /// JSON object text: a title per language.
        package let titles: String
        /// Nil where the files say nothing of them: then they stay as they are.
        package let attributes: [AttributeDefinition]?

        package init(code: String, parent: String?, titles: String, attributes: [AttributeDefinition]? = nil) {
            self.code = code
            self.parent = parent
            self.titles = titles
            self.attributes = attributes
        }
    }

    /// A product with its texts in every language and its list prices in every currency.
    package struct Item: Sendable, Equatable {
        package let sku: String
        package let kind: Product.Kind
        /// JSON object texts.
        package let names: String
        package let descriptions: String
        package let manufacturer: String
        package let manufacturerPartNumber: String
        package let category: String
        package let unitOfMeasure: String
        package let leadTimeDays: Int
        package let status: Product.Status
        package let successor: String?
        /// JSON object text.
        package let attributes: String
        package let listPrices: [Money]
        package let availableFrom: LocalDate?
        package let lastBuyUntil: LocalDate?

        package init(
            sku: String, kind: Product.Kind, names: String, descriptions: String, manufacturer: String, manufacturerPartNumber: String,
            category: String, unitOfMeasure: String, leadTimeDays: Int, status: Product.Status, successor: String?, attributes: String,
            listPrices: [Money], availableFrom: LocalDate? = nil, lastBuyUntil: LocalDate? = nil
        ) {
            self.sku = sku
            self.kind = kind
            self.names = names
            self.descriptions = descriptions
            self.manufacturer = manufacturer
            self.manufacturerPartNumber = manufacturerPartNumber
            self.category = category
            self.unitOfMeasure = unitOfMeasure
            self.leadTimeDays = leadTimeDays
            self.status = status
            self.successor = successor
            self.attributes = attributes
            self.listPrices = listPrices
            self.availableFrom = availableFrom
            self.lastBuyUntil = lastBuyUntil
        }
    }

    /// Answers with the number of categories added or changed, as the others here do.
    package static func save(_ categories: [Category]) -> Query<Int> {
        Query(
            """
            INSERT INTO categories AS c (code, parent_code, titles)
            SELECT g.code, g.parent_code, g.titles::jsonb
            FROM unnest(\(categories.map(\.code)), \(categories.map(\.parent)), \(categories.map(\.titles)))
                AS g (code, parent_code, titles)
            ON CONFLICT (code) DO UPDATE SET parent_code = excluded.parent_code, titles = excluded.titles
            WHERE (c.parent_code, c.titles) IS DISTINCT FROM (excluded.parent_code, excluded.titles)
            """
        ) { rows in rows.affected }
    }

    /// - Parameter ids: for those that are new, one for each item.
    package static func save(_ items: [Item], ids: [ProductID], at now: Instant) -> Query<Int> {
        Query(
            """
            INSERT INTO products AS p (id, sku, kind, names, descriptions, manufacturer, manufacturer_part_number, category_code,
                unit_of_measure, lead_time_days, status, available_from, last_buy_until, successor_sku, attributes, created_at, updated_at)
            SELECT g.id, g.sku, g.kind, g.names::jsonb, g.descriptions::jsonb, g.manufacturer, g.part_number, g.category_code,
                g.unit_of_measure, g.lead_time_days, g.status, g.available_from, g.last_buy_until, g.successor_sku, g.attributes::jsonb,
                \(now), \(now)
            FROM unnest(\(ids), \(items.map(\.sku)), \(items.map(\.kind.rawValue)), \(items.map(\.names)), \(items.map(\.descriptions)),
                \(items.map(\.manufacturer)), \(items.map(\.manufacturerPartNumber)), \(items.map(\.category)),
                \(items.map(\.unitOfMeasure)), \(items.map(\.leadTimeDays)), \(items.map(\.status.rawValue)),
                \(items.map(\.availableFrom)), \(items.map(\.lastBuyUntil)), \(items.map(\.successor)), \(items.map(\.attributes)))
                AS g (id, sku, kind, names, descriptions, manufacturer, part_number, category_code, unit_of_measure, lead_time_days, status,
                    available_from, last_buy_until, successor_sku, attributes)
            ON CONFLICT (sku) DO UPDATE SET kind = excluded.kind, names = excluded.names, descriptions = excluded.descriptions,
                manufacturer = excluded.manufacturer, manufacturer_part_number = excluded.manufacturer_part_number,
                category_code = excluded.category_code, unit_of_measure = excluded.unit_of_measure,
                lead_time_days = excluded.lead_time_days, status = excluded.status, available_from = excluded.available_from,
                last_buy_until = excluded.last_buy_until, successor_sku = excluded.successor_sku,
                attributes = excluded.attributes, version = p.version + 1, updated_at = excluded.updated_at
            WHERE (p.kind, p.names, p.descriptions, p.manufacturer, p.manufacturer_part_number, p.category_code, p.unit_of_measure,
                    p.lead_time_days, p.status, p.available_from, p.last_buy_until, p.successor_sku, p.attributes)
                IS DISTINCT FROM (excluded.kind, excluded.names, excluded.descriptions, excluded.manufacturer,
                    excluded.manufacturer_part_number, excluded.category_code, excluded.unit_of_measure, excluded.lead_time_days,
                    excluded.status, excluded.available_from, excluded.last_buy_until, excluded.successor_sku, excluded.attributes)
            """
        ) { rows in rows.affected }
    }

    package static func savePrices(of items: [Item]) -> Query<Int> {
        let prices = items.flatMap { item in item.listPrices.map { (sku: item.sku, price: $0) } }
        return Query(
            """
            INSERT INTO product_prices AS l (product_id, currency, list_price)
            SELECT p.id, g.currency, g.list_price
            FROM unnest(\(prices.map(\.sku)), \(prices.map(\.price.currency)), \(prices.map(\.price.stored)))
                AS g (sku, currency, list_price)
            JOIN products AS p ON p.sku = g.sku
            ON CONFLICT (product_id, currency) DO UPDATE SET list_price = excluded.list_price
            WHERE l.list_price <> excluded.list_price
            """
        ) { rows in rows.affected }
    }

    /// A price that the files no longer have is price on request.
    package static func dropOtherPrices(of items: [Item]) -> Query<Int> {
        let prices = items.flatMap { item in item.listPrices.map { (sku: item.sku, price: $0) } }
        return Query(
            """
            DELETE FROM product_prices AS l
            USING products AS p
            WHERE p.id = l.product_id AND p.sku = ANY(\(items.map(\.sku)))
                AND NOT EXISTS (
                    SELECT FROM unnest(\(prices.map(\.sku)), \(prices.map(\.price.currency))) AS g (sku, currency)
                    WHERE g.sku = p.sku AND g.currency = l.currency)
            """
        ) { rows in rows.affected }
    }
}
