package import Kernel
import Persistence
package import Postgres

/// Products that come in by the thousand.
package enum ProductImportQueries {
    /// A thing that an order history names and the catalog need not know yet.
    package struct Sold: Sendable {
        package let id: ProductID
        package let sku: String
        package let kind: Product.Kind
        package let name: String
        package let listPrice: Money?

        package init(id: ProductID, sku: String, kind: Product.Kind, name: String, listPrice: Money?) {
            self.id = id
            self.sku = sku
            self.kind = kind
            self.name = name
            self.listPrice = listPrice
        }
    }

    /// Adds what the catalog lacks and leaves alone what it has: a history does not know better. Answers with the number added.
    package static func addMissing(_ products: [Sold], currency: Currency, at now: Instant) -> Query<Int> {
        .one(
            """
            WITH given AS (
                SELECT g.id, g.sku, g.kind, g.name, g.list_price
                FROM unnest(\(products.map(\.id)), \(products.map(\.sku)), \(products.map(\.kind.rawValue)), \(products.map(\.name)),
                    \(products.map { $0.listPrice?.stored })) AS g (id, sku, kind, name, list_price)
            ), added AS (
                INSERT INTO products (id, sku, kind, names, created_at, updated_at)
                SELECT g.id, g.sku, g.kind, jsonb_build_object('en', g.name), \(now), \(now)
                FROM given AS g
                ORDER BY g.sku
                ON CONFLICT (sku) DO NOTHING
                RETURNING id
            ), priced AS (
                INSERT INTO product_prices (product_id, currency, list_price)
                SELECT g.id, \(currency), g.list_price
                FROM given AS g
                JOIN added AS a ON a.id = g.id
                WHERE g.list_price IS NOT NULL
            )
            SELECT count(*) FROM added
            """
        ) { row in try row.next() }
    }

    package static func ids(ofSKUs skus: [String]) -> Query<[String: ProductID]> {
        Query("SELECT p.sku, p.id FROM products AS p WHERE p.sku = ANY(\(skus))") { rows in
            let pairs = try rows.map { row in (try row.next(String.self), try row.next(ProductID.self)) }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }
}
