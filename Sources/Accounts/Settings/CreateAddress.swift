package import Kernel
import Ledger
package import Postgres

/// Gives a unit, and all below it without one of their own, an address.
package struct CreateAddress: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(
        _ draft: Address.Draft, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> Address {
        let address = Address(id: world.newID(), draft)
        guard try caller.scope(of: .manageUnits).covers(address.unit) else { throw SettingRefusal.unitNotFound }
        guard !caller.tree.isDisabled(address.unit) else { throw OrganisationRefusal.unitDisabled }
        transaction.enqueue(AddressQueries.insert(address, in: caller.account, at: world.now()))
        transaction.record(
            try EventDraft("addressAdded", "address", address.id, AddressSaved(address)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return address
    }
}
