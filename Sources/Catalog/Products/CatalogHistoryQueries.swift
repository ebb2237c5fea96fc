import Accounts
import Persistence
package import Postgres

/// What happened to the master catalog; the database itself writes it (0034).
package enum CatalogHistoryQueries {
    package enum Subject: String { case product, fit }

    /// The last first.
    /// - Parameter key: a product's SKU, a fit's key.
    package static func page(of key: String, _ subject: Subject = .product, before change: Int?, limit: Int) -> Query<[CatalogChange]> {
        .all(
            """
            SELECT h.change, h.version, c.person_id, h.state::text
            FROM catalog_history AS h
            JOIN catalog_changes AS c ON c.change = h.change
            WHERE h.subject = \(subject.rawValue) AND h.key = \(key)
                \(change, then: { "AND h.change < \($0)" })
            ORDER BY h.change DESC
            LIMIT \(limit)
            """
        ) { row in
            CatalogChange(change: try row.next(), version: try row.next(), person: try row.next(), state: try row.next())
        }
    }
}
