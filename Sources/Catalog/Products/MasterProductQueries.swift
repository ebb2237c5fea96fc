import FoundationEssentials
import Kernel
import Persistence
package import Postgres

/// The master catalog as the supplier's people write it. Its history is written by the database itself (0034).
package enum MasterProductQueries {
    /// Who writes the catalog waits here for whoever does before: what was checked still holds when it is saved.
    package static let waitForTurn = Query<Void>("SELECT pg_advisory_xact_lock(hashtextextended('master catalog', 0))")

    package static func bySKU(_ skus: [String]) -> Query<[MasterProduct]> {
        .all("\(columns(of: "products")) WHERE p.sku = ANY(\(skus))", product)
    }

    /// Each SKU that there is of these, and of what follows those, with what follows it.
    static func successors(of skus: [String]) -> Query<[String: String?]> {
        Query(
            """
            WITH RECURSIVE chain AS (
                SELECT p.sku, p.successor_sku FROM products AS p WHERE p.sku = ANY(\(skus))
                UNION
                SELECT p.sku, p.successor_sku FROM chain AS c JOIN products AS p ON p.sku = c.successor_sku
            )
            SELECT c.sku, c.successor_sku FROM chain AS c
            """
        ) { rows in
            let pairs = try rows.map { row in (try row.next(String.self), try row.next(String?.self)) }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Adds and changes whole products; their prices are `savePrices`' and `dropOtherPrices`' matter.
    static func save(_ products: [(id: ProductID, said: ProductDraft, version: Int)], at now: Instant) throws -> Query<Void> {
        let said = products.map(\.said)
        return Query(
            """
            INSERT INTO products AS p (id, sku, kind, names, descriptions, manufacturer, manufacturer_part_number, category_code,
                unit_of_measure, lead_time_days, status, available_from, last_buy_until, successor_sku, attributes, images, documents,
                version, created_at, updated_at)
            SELECT g.id, g.sku, g.kind, g.names::jsonb, g.descriptions::jsonb, g.manufacturer, g.part_number, g.category_code,
                g.unit_of_measure, g.lead_time_days, g.status, g.available_from, g.last_buy_until, g.successor_sku, g.attributes::jsonb,
                g.images::jsonb, g.documents::jsonb, g.version, \(now), \(now)
            FROM unnest(\(products.map(\.id)), \(said.map(\.sku)), \(said.map(\.kind.rawValue)),
                \(try said.map { try $0.names.canonicalJSON() }), \(try said.map { try $0.descriptions.canonicalJSON() }),
                \(said.map(\.manufacturer)), \(said.map(\.manufacturerPartNumber)),
                \(said.map(\.category)), \(said.map(\.unitOfMeasure)), \(said.map(\.leadTimeDays)),
                \(said.map(\.lifeCycle.stated.rawValue)), \(said.map(\.lifeCycle.availableFrom)), \(said.map(\.lifeCycle.lastBuyUntil)),
                \(said.map(\.successor)), \(try said.map { try $0.attributes.canonicalJSON() }),
                \(try said.map { $0.images.isEmpty ? nil : try $0.images.canonicalJSON() }),
                \(try said.map { $0.documents.isEmpty ? nil : try $0.documents.canonicalJSON() }), \(products.map(\.version)))
                AS g (id, sku, kind, names, descriptions, manufacturer, part_number, category_code, unit_of_measure, lead_time_days, status,
                    available_from, last_buy_until, successor_sku, attributes, images, documents, version)
            ON CONFLICT (sku) DO UPDATE SET kind = excluded.kind, names = excluded.names, descriptions = excluded.descriptions,
                manufacturer = excluded.manufacturer, manufacturer_part_number = excluded.manufacturer_part_number,
                category_code = excluded.category_code, unit_of_measure = excluded.unit_of_measure,
                lead_time_days = excluded.lead_time_days, status = excluded.status, available_from = excluded.available_from,
                last_buy_until = excluded.last_buy_until, successor_sku = excluded.successor_sku, attributes = excluded.attributes,
                images = excluded.images, documents = excluded.documents, version = excluded.version, updated_at = excluded.updated_at
            """)
    }

    static func savePrices(of products: [ProductDraft]) -> Query<Void> {
        let prices = products.flatMap { product in product.listPrices.map { (sku: product.sku, price: $0) } }
        return Query(
            """
            INSERT INTO product_prices AS l (product_id, currency, list_price)
            SELECT p.id, g.currency, g.list_price
            FROM unnest(\(prices.map(\.sku)), \(prices.map(\.price.currency)), \(prices.map(\.price.stored)))
                AS g (sku, currency, list_price)
            JOIN products AS p ON p.sku = g.sku
            ON CONFLICT (product_id, currency) DO UPDATE SET list_price = excluded.list_price
            WHERE l.list_price <> excluded.list_price
            """)
    }

    static func dropOtherPrices(of products: [ProductDraft]) -> Query<Void> {
        let prices = products.flatMap { product in product.listPrices.map { (sku: product.sku, price: $0) } }
        return Query(
            """
            DELETE FROM product_prices AS l
            USING products AS p
            WHERE p.id = l.product_id AND p.sku = ANY(\(products.map(\.sku)))
                AND NOT EXISTS (
                    SELECT FROM unnest(\(prices.map(\.sku)), \(prices.map(\.price.currency))) AS g (sku, currency)
                    WHERE g.sku = p.sku AND g.currency = l.currency)
            """)
    }

    /// Of products with their prices, as `product` reads them.
    /// - Parameter products: the table, or a part of it.
    static func columns(of products: SQL) -> SQL {
        """
        SELECT p.id, p.sku, p.kind, p.names::text, p.descriptions::text, p.manufacturer, p.manufacturer_part_number, p.category_code,
            p.unit_of_measure, p.lead_time_days, p.status, p.available_from, p.last_buy_until, p.successor_sku, p.attributes::text,
            p.images::text, p.documents::text, l.currencies, l.amounts, p.version, p.created_at, p.updated_at
        FROM \(products) AS p
        CROSS JOIN LATERAL (
            SELECT array_agg(l.currency::text ORDER BY l.currency) AS currencies, array_agg(l.list_price ORDER BY l.currency) AS amounts
            FROM product_prices AS l
            WHERE l.product_id = p.id
        ) AS l
        """
    }

    private static func value<Value: Decodable>(_: Value.Type = Value.self, of text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    static func product(_ row: inout Row) throws -> MasterProduct {
        let (id, sku) = (try row.next(ProductID.self), try row.next(String.self))
        let kind = Product.Kind(rawValue: try row.next())
        let (names, descriptions) = (try row.next(String.self), try row.next(String.self))
        let (manufacturer, partNumber) = (try row.next(String?.self), try row.next(String?.self))
        let (category, unit, days) = (try row.next(String?.self), try row.next(String.self), try row.next(Int?.self))
        let status = Product.Status(rawValue: try row.next())
        guard let kind, let status else { throw PostgresDecodingError.noRow }
        let lifeCycle = LifeCycle(stated: status, availableFrom: try row.next(), lastBuyUntil: try row.next())
        let (successor, attributes) = (try row.next(String?.self), try row.next(String.self))
        let (images, documents) = (try row.next(String?.self), try row.next(String?.self))
        let (currencies, amounts) = (try row.next([String]?.self) ?? [], try row.next([StoredAmount]?.self) ?? [])
        let prices = zip(currencies, amounts).compactMap { code, amount in
            Currency(code).map { Money(tenThousandths: amount.tenThousandths, $0) }
        }
        return MasterProduct(
            id: id,
            said: ProductDraft(
                sku: sku, kind: kind, names: try value(of: names), descriptions: try value(of: descriptions), manufacturer: manufacturer,
                manufacturerPartNumber: partNumber, category: category, unitOfMeasure: unit, leadTimeDays: days, lifeCycle: lifeCycle,
                successor: successor, attributes: try value(of: attributes), images: try images.map { try value(of: $0) } ?? [],
                documents: try documents.map { try value(of: $0) } ?? [], listPrices: prices),
            version: try row.next(), createdAt: try row.next(), changedAt: try row.next())
    }
}
