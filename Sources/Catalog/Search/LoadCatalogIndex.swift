import Kernel
package import Postgres

/// The master catalog in memory. Whether what is remembered still holds, a request reads with its own statements
/// (`CatalogIndexQueries.stamp`); what has changed since is read, and no more.
package struct LoadCatalogIndex: Sendable {
    private let database: Database
    private let memory = CatalogMemory()

    package init(database: Database) {
        self.database = database
    }

    /// What was read last; nil before the first.
    func remembered() async -> CatalogIndex? { await memory.index }

    /// Reads it where nobody has yet, so that no buyer waits for that.
    package func atStart() async throws {
        if await memory.index == nil { try await self(after: nil) }
    }

    /// Reads what is newer than `seen`.
    func callAsFunction(after seen: CatalogStamp?) async throws {
        try await memory.renewed(from: seen) { known in
            if let known, try await database.query(CatalogIndexQueries.had(known.stamp)) { return try await newer(than: known) }
            let (stamp, rows, prices, attributes, categories, definitions) = try await database.read(
                [], CatalogIndexQueries.stamp, CatalogIndexQueries.rows(after: nil), CatalogIndexQueries.listPrices(after: nil),
                CatalogIndexQueries.attributes(after: nil), CatalogIndexQueries.categories, AttributeQueries.all)
            return CatalogIndex(
                stamp: stamp, rows: Self.whole(rows, prices, attributes),
                tree: CategoryTree(nodes: categories, attributes: definitions.map(\.definition)))
        }
    }

    private func newer(than known: CatalogIndex) async throws -> CatalogIndex {
        let change = known.stamp.change
        let (stamp, rows, prices, attributes, categories, definitions) = try await database.read(
            [], CatalogIndexQueries.stamp, CatalogIndexQueries.rows(after: change), CatalogIndexQueries.listPrices(after: change),
            CatalogIndexQueries.attributes(after: change), CatalogIndexQueries.categories, AttributeQueries.all)
        return known.changed(
            Self.whole(rows, prices, attributes), tree: CategoryTree(nodes: categories, attributes: definitions.map(\.definition)),
            at: stamp)
    }

    private static func whole(
        _ rows: [CatalogRow], _ prices: [(number: Int, price: Money)], _ attributes: [(number: Int, attribute: CatalogRow.Attribute)]
    ) -> [CatalogRow] {
        let prices = Dictionary(grouping: prices, by: \.number)
        let attributes = Dictionary(grouping: attributes, by: \.number)
        return rows.map { row in
            row.with(
                listPrices: prices[row.number]?.map(\.price) ?? [], attributes: attributes[row.number]?.map(\.attribute) ?? [])
        }
    }
}
