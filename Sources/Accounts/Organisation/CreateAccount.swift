package import Kernel
package import Ledger
import Persistence
package import Postgres

/// Opens an account with its root unit, which has the account's name.
package struct CreateAccount: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(_ account: Account, by actor: Actor) async throws -> Unit {
        try await database.transaction(AccountScope(account: account.id.uuid).settings) { transaction in
            try await transaction.open(account, by: actor, world: world)
        }
    }
}

extension Transaction {
    /// Writes an account and its root unit, with their events. The transaction's account must be the new one's.
    func open(_ account: Account, by actor: Actor, world: World) async throws -> Unit {
        let root = Unit(account: account.id, id: world.newID(), parent: nil, name: account.name)
        let now = world.now()
        let (isKnown, _, _) = try await run(
            AccountQueries.timeZoneExists(account.timeZone), AccountQueries.insert(account, at: now), UnitQueries.insert(root, at: now))
        guard isKnown else { throw OrganisationRefusal.unknownTimeZone }
        record(
            [
                try EventDraft("accountCreated", "account", account.id, AccountCreated(account)),
                try EventDraft("unitAdded", "unit", root.id, UnitAdded(root)),
            ], in: account.id.uuid, by: actor, world: world)
        return root
    }
}
