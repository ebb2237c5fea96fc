package import Kernel
import Ledger
package import Postgres
import Web

/// Renames a cost centre, gives it to another unit, disables or enables it. Its code stays: bookings name it.
package struct ChangeCostCentre: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameters: nil leaves as it is.
    package func callAsFunction(
        _ id: CostCentreID, name: String?, unit: UnitID?, isDisabled: Bool?, expecting version: Int, by caller: Caller,
        in transaction: borrowing Transaction
    ) async throws -> CostCentre {
        let scope = try caller.scope(of: .manageUnits)
        let found: CostCentre? = try await transaction.run(CostCentreQueries.locked(id, in: caller.account))
        guard let current = found, scope.covers(current.unit) else { throw OrganisationRefusal.notFound }
        guard current.version == version else { throw StaleVersion(current: current.version) }
        if let unit, !scope.covers(unit) { throw SettingRefusal.unitNotFound }
        var changed = current
        changed.name = name ?? current.name
        changed.unit = unit ?? current.unit
        if let isDisabled, isDisabled != (current.disabledAt != nil) { changed.disabledAt = isDisabled ? world.now() : nil }
        guard changed != current else { return current }
        guard changed.unit == current.unit || !caller.tree.isDisabled(changed.unit) else { throw OrganisationRefusal.unitDisabled }
        changed.version += 1
        transaction.enqueue(CostCentreQueries.save(changed, in: caller.account))
        transaction.record(
            try EventDraft("costCentreChanged", "costCentre", id, SettingChanged(from: CostCentreSaved(current), to: .init(changed))),
            in: caller.account.uuid, by: caller.actor, world: world)
        return changed
    }
}
