package import Kernel
import Ledger
package import Postgres
import Web

/// Changes an address, gives it to another unit, disables or enables it.
package struct ChangeAddress: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter change: what is to be different; whether it is disabled comes apart, because when is the verb's to say.
    package func callAsFunction(
        _ id: AddressID, isDisabled: Bool?, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction,
        _ change: (inout Address) -> Void
    ) async throws -> Address {
        let scope = try caller.scope(of: .manageUnits)
        let found: Address? = try await transaction.run(AddressQueries.locked(id, in: caller.account))
        guard let current = found, scope.covers(current.unit) else { throw OrganisationRefusal.notFound }
        guard current.version == version else { throw StaleVersion(current: current.version) }
        var changed = current
        change(&changed)
        guard scope.covers(changed.unit) else { throw SettingRefusal.unitNotFound }
        if let isDisabled, isDisabled != (current.disabledAt != nil) { changed.disabledAt = isDisabled ? world.now() : nil }
        guard changed != current else { return current }
        guard changed.unit == current.unit || !caller.tree.isDisabled(changed.unit) else { throw OrganisationRefusal.unitDisabled }
        changed.version += 1
        transaction.enqueue(AddressQueries.save(changed, in: caller.account))
        transaction.record(
            try EventDraft("addressChanged", "address", id, SettingChanged(from: AddressSaved(current), to: .init(changed))),
            in: caller.account.uuid, by: caller.actor, world: world)
        return changed
    }
}
