import Accounts
import Persistence
package import Postgres

/// What happened to the master catalog; the database itself writes it (0034).
package enum CatalogHistoryQueries {
    /// The last first.
    package static func page(of sku: String, before change: Int?, limit: Int) -> Query<[CatalogChange]> {
        .all(
            """
            SELECT h.change, h.version, c.person_id, h.state::text
            FROM catalog_history AS h
            JOIN catalog_changes AS c ON c.change = h.change
            WHERE h.subject = 'product' AND h.key = \(sku)
                \(change, then: { "AND h.change < \($0)" })
            ORDER BY h.change DESC
            LIMIT \(limit)
            """
        ) { row in
            CatalogChange(change: try row.next(), version: try row.next(), person: try row.next(), state: try row.next())
        }
    }
}
