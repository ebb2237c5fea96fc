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
        let root = Unit(account: account.id, id: world.newID(), parent: nil, name: account.name)
        let events = [
            try EventDraft("accountCreated", "account", account.id, AccountCreated(account)),
            try EventDraft("unitAdded", "unit", root.id, UnitAdded(root)),
        ]
        let now = world.now()
        try await database.transaction(AccountScope(account: account.id.uuid).settings) { transaction in
            let (isKnown, _, _) = try await transaction.run(
                AccountQueries.timeZoneExists(account.timeZone), AccountQueries.insert(account, at: now), UnitQueries.insert(root, at: now))
            guard isKnown else { throw OrganisationRefusal.unknownTimeZone }
            transaction.record(events, in: account.id.uuid, by: actor, world: world)
        }
        return root
    }
}
