import Kernel
import Persistence
import Postgres

/// What fits what. The history is written by the database itself (0057).
enum FitQueries {
    static func byKey(_ keys: [String]) -> Query<[MasterFit]> {
        .all("\(columns) WHERE f.key = ANY(\(keys))", fit)
    }

    /// By key.
    /// - Parameter sku: only those that speak of this product, or say that it fits.
    static func page(of sku: String?, after key: String?, limit: Int) -> Query<[MasterFit]> {
        .all(
            """
            \(columns)
            WHERE true
                \(sku, then: { sku in
                    "AND (f.for_selectors && \(selectors(of: sku)) OR f.fit_selectors && \(selectors(of: sku)))"
                })
                \(key, then: { "AND f.key > \($0)" })
            ORDER BY f.key
            LIMIT \(limit)
            """, fit)
    }

    /// Those in use that speak of a product, by key.
    static func of(_ sku: String) -> Query<[ProductFit]> {
        .all("\(columns) WHERE f.for_selectors && \(selectors(of: sku)) AND NOT f.disabled ORDER BY f.key") { try fit(&$0).said }
    }

    static func save(_ fits: [(said: ProductFit, version: Int)], at now: Instant) throws -> [Query<Void>] {
        try fits.map { said, version in
            Query(
                """
                INSERT INTO product_fits AS f (key, for_selectors, fit_selectors, same_attributes, warranty, notes, disabled, version,
                    created_at, updated_at)
                VALUES (\(said.key), \(said.products.map(\.stored)), \(said.parts.map(\.stored)), \(said.sameAttributes),
                    \(said.warranty?.rawValue), \(try said.notes.canonicalJSON())::jsonb,
                    \(said.isDisabled), \(version), \(now), \(now))
                ON CONFLICT (key) DO UPDATE SET for_selectors = excluded.for_selectors, fit_selectors = excluded.fit_selectors,
                    same_attributes = excluded.same_attributes, warranty = excluded.warranty, notes = excluded.notes,
                    disabled = excluded.disabled, version = excluded.version, updated_at = excluded.updated_at
                """)
        }
    }

    /// Every selector that speaks of a product; none where there is no such product.
    private static func selectors(of sku: String) -> SQL {
        """
        ARRAY(
            SELECT s.selector
            FROM products AS p
            CROSS JOIN LATERAL (VALUES
                ('product:' || p.sku), ('category:' || left(p.category_code, 8)), ('category:' || left(p.category_code, 6)),
                ('category:' || left(p.category_code, 4)), ('category:' || left(p.category_code, 2)),
                ('manufacturer:' || p.manufacturer), ('everything:')) AS s (selector)
            WHERE p.sku = \(sku) AND s.selector IS NOT NULL)
        """
    }

    private static let columns: SQL = """
        SELECT f.key, f.for_selectors, f.fit_selectors, f.same_attributes, f.warranty, f.disabled,
            ARRAY(SELECT t.key FROM jsonb_each_text(f.notes) AS t ORDER BY t.key),
            ARRAY(SELECT t.value FROM jsonb_each_text(f.notes) AS t ORDER BY t.key), f.version, f.created_at, f.updated_at
        FROM product_fits AS f
        """

    private static func fit(_ row: inout Row) throws -> MasterFit {
        let key = try row.next(String.self)
        let products = try row.next([String].self).compactMap(ProductSelector.init(stored:))
        let parts = try row.next([String].self).compactMap(ProductSelector.init(stored:))
        let (same, warranty, isDisabled) = (try row.next([String].self), try row.next(String?.self), try row.next(Bool.self))
        return MasterFit(
            said: ProductFit(
                key: key, products: products, parts: parts, sameAttributes: same,
                warranty: warranty.flatMap(ProductFit.Warranty.init(rawValue:)), notes: try row.translations(), isDisabled: isDisabled),
            version: try row.next(), createdAt: try row.next(), changedAt: try row.next())
    }
}
