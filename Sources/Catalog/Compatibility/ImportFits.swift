import Accounts
package import Kernel
package import Postgres

/// Says what fits what as the supplier's files do, in the transaction that brings the products in.
package struct ImportFits: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter fits: checked already.
    /// - Returns: how many are new or say something else now.
    package func callAsFunction(_ fits: [ProductFit], in transaction: borrowing Transaction) async throws -> Int {
        guard !fits.isEmpty else { return 0 }
        let known = try await transaction.run(FitQueries.byKey(fits.map(\.key)))
        let byKey = Dictionary(known.map { ($0.said.key, $0) }, uniquingKeysWith: { first, _ in first })
        let changes = MasterUpsert(fits, known: byKey).changes
        for query in try FitQueries.save(changes, at: world.now()) { transaction.enqueue(query) }
        return changes.count
    }
}
