package import Kernel
package import Ledger
import Persistence
package import Postgres

/// Adds a node to an account's tree.
package struct AddUnit: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(_ unit: Unit, by actor: Actor) async throws {
        let event = try EventDraft("unitAdded", "unit", unit.id, UnitAdded(unit))
        try await database.transaction(AccountScope(account: unit.account.uuid).settings) { transaction in
            try await transaction.run(UnitQueries.insert(unit, at: world.now()))
            transaction.record([event], in: unit.account.uuid, by: actor, world: world)
        }
    }
}
