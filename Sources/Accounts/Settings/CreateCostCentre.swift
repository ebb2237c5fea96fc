package import Kernel
import Ledger
package import Postgres

/// Gives a unit, and all below it without one of their own, a cost centre.
package struct CreateCostCentre: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(
        code: String, name: String, unit: UnitID, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> CostCentre {
        guard try caller.scope(of: .manageUnits).covers(unit) else { throw SettingRefusal.unitNotFound }
        guard !caller.tree.isDisabled(unit) else { throw OrganisationRefusal.unitDisabled }
        let made = CostCentre(id: world.newID(), unit: unit, code: code, name: name)
        let added = try await transaction.run(CostCentreQueries.insertNew([made], in: caller.account, at: world.now()))
        guard !added.isEmpty else { throw OrganisationRefusal.costCentreTaken }
        transaction.record(
            try EventDraft("costCentreAdded", "costCentre", made.id, CostCentreSaved(made)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return made
    }
}
