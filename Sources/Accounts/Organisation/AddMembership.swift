package import Kernel
package import Ledger
import Persistence
package import Postgres

/// Gives a person a place in a unit of an account.
package struct AddMembership: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(_ membership: Membership, by actor: Actor) async throws {
        let event = try EventDraft("membershipAdded", "membership", membership.id, MembershipAdded(membership))
        try await database.transaction(AccountScope(account: membership.account.uuid).settings) { transaction in
            let (_, tree) = try await transaction.run(
                UnitQueries.lockTree(of: membership.account), UnitQueries.tree(of: membership.account))
            guard !tree.isDisabled(membership.unit) else { throw OrganisationRefusal.unitDisabled }
            try await transaction.run(MembershipQueries.insert(membership, at: world.now()))
            transaction.record([event], in: membership.account.uuid, by: actor, world: world)
        }
    }
}
