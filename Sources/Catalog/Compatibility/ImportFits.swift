import Accounts
package import Kernel
package import Postgres

/// Says what fits what as the supplier's files do, in the transaction that brings the products in.
package struct ImportFits: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    package struct Outcome: Sendable, Equatable {
        package var added = 0
        package var changed = 0
        package var differences: [MasterDifference] = []
    }

    /// - Parameter fits: checked already.
    package func callAsFunction(_ fits: [ProductFit], in transaction: borrowing Transaction) async throws -> Outcome {
        var outcome = Outcome()
        guard !fits.isEmpty else { return outcome }
        let known = try await transaction.run(FitQueries.byKey(fits.map(\.key)))
        let byKey = Dictionary(known.map { ($0.said.key, $0) }, uniquingKeysWith: { first, _ in first })
        let upsert = MasterUpsert(fits, known: byKey)
        for query in try FitQueries.save(upsert.changes, at: world.now()) { transaction.enqueue(query) }
        outcome.added = upsert.outcomes.count { $0.kind == .created }
        outcome.changed = upsert.outcomes.count { $0.kind == .changed }
        for (place, fit) in fits.enumerated() where byKey[fit.key]?.said != fit {
            outcome.differences += SaveMasterCatalog.Plan.differences(.fit, place, fit.key, (byKey[fit.key]?.said).map(fit.differences))
        }
        return outcome
    }
}
