import Kernel
package import Postgres

/// The master catalog's products, a page at a time.
package enum MasterProductListQueries {
    /// By SKU. Which ones they are is found out before their prices are read.
    package static func page(_ filter: MasterProductFilter, after sku: String?, limit: Int) -> Query<[MasterProduct]> {
        let page: SQL = """
            (
                SELECT *
                FROM products AS f
                WHERE true
                    \(filter.text, then: matching)
                    \(filter.category, then: { "AND f.category_code LIKE \($0 + "%")" })
                    \(filter.status, then: { "AND f.status = \($0.rawValue)" })
                    \(sku, then: { "AND f.sku > \($0)" })
                ORDER BY f.sku
                LIMIT \(limit))
            """
        return .all("\(MasterProductQueries.columns(of: page)) ORDER BY p.sku", MasterProductQueries.product)
    }

    /// A SKU's beginning as it is typed or in capitals, or every word.
    private static func matching(_ text: String) -> SQL {
        func beginning(_ text: String) -> SQL {
            "SELECT b.id FROM products AS b WHERE b.sku >= \(text) AND b.sku < \(text + "\u{10FFFF}")"
        }
        let words = ProductSearchQueries.query(SearchWords(text)).map { query -> SQL in
            "UNION ALL SELECT s.product_id FROM product_search AS s WHERE s.document @@ (\(query))"
        }
        return "AND f.id IN (\(beginning(text)) UNION ALL \(beginning(text.uppercased())) \(words ?? ""))"
    }
}
