package import Kernel
import Ledger
package import Postgres

/// Adds a unit under one that the caller may change.
package struct CreateUnit: Sendable {
    package struct Input: Sendable, Equatable {
        package let name: String
        package let parent: UnitID
        package let externalID: String?
        package let language: String?

        package init(name: String, parent: UnitID, externalID: String? = nil, language: String? = nil) {
            self.name = name
            self.parent = parent
            self.externalID = externalID
            self.language = language
        }
    }

    private let read: ReadUnits
    private let world: World

    package init(read: ReadUnits, world: World) {
        self.read = read
        self.world = world
    }

    package func callAsFunction(
        _ input: Input, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> UnitWithSettings {
        let scope = try caller.scope(of: .manageUnits)
        let (_, tree) = try await transaction.run(UnitQueries.lockTree(of: caller.account), UnitQueries.tree(of: caller.account))
        guard tree.contains(input.parent), scope.resolved(in: tree).covers(input.parent) else { throw OrganisationRefusal.parentNotFound }
        guard !tree.isDisabled(input.parent) else { throw OrganisationRefusal.unitDisabled }
        let unit = Unit(
            account: caller.account, id: world.newID(), parent: input.parent, name: input.name, externalID: input.externalID,
            language: input.language)
        try await transaction.run(UnitQueries.insert(unit, at: world.now()))
        let answer = try await read.withSettings([unit], tree, by: caller, in: transaction)
        transaction.record(
            try EventDraft("unitAdded", "unit", unit.id, UnitAdded(unit)), in: caller.account.uuid, by: caller.actor, world: world)
        guard let first = answer.first else { throw OrganisationRefusal.notFound }
        return first
    }
}
