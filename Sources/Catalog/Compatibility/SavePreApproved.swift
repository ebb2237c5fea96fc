package import Accounts
package import Kernel
import Ledger
package import Postgres
import Web

/// Says what is approved in advance for a unit, or that it keeps no list of its own. It is the customer's own people who do: nobody of the
/// supplier's approves what the supplier sells.
package struct SavePreApproved: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameters:
    ///   - entries: nil takes the list away.
    ///   - version: nil where the unit has never kept one.
    /// - Throws: `OrganisationRefusal.notFound`, `.unitDisabled`; `StaleVersion`, `WebRefusal.versionRequired`.
    package func callAsFunction(
        _ entries: [PreApprovedList.Entry]?, for unit: UnitID, expecting version: Int?, by caller: Caller,
        in transaction: borrowing Transaction
    ) async throws -> PreApproved {
        guard try caller.scope(of: .manageUnits).covers(unit), caller.tree.contains(unit) else { throw OrganisationRefusal.notFound }
        guard !caller.tree.isDisabled(unit) else { throw OrganisationRefusal.unitDisabled }
        let path = caller.tree.path(from: unit)
        let (found, above) = try await transaction.run(
            PreApprovedQueries.locked(unit, in: caller.account), PreApprovedQueries.of(Array(path.dropFirst()), in: caller.account))
        try StaleVersion.check(version, against: found?.version, orMissing: OrganisationRefusal.notFound)
        guard found?.entries != entries else { return PreApproved(above + (found.map { [$0] } ?? []), along: path, of: unit) }
        let saved = PreApprovedList(unit: unit, entries: entries, version: (found?.version ?? 0) + 1)
        if found == nil {
            transaction.enqueue(
                try PreApprovedQueries.insert(saved, in: caller.account, at: world.now())
                    .refusing("pre_approved_lists_pkey", with: StaleVersion(current: 1)))
        } else {
            transaction.enqueue(try PreApprovedQueries.save(saved, in: caller.account, at: world.now()))
        }
        let kind = entries == nil ? "preApprovedListRemoved" : "preApprovedListChanged"
        transaction.record(
            try EventDraft(kind, "unit", unit, PreApprovedListChanged(from: found, to: saved)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return PreApproved(above + [saved], along: path, of: unit)
    }
}
