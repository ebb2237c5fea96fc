package import Kernel
package import Ledger
import Persistence
package import Postgres

/// Gives one of the supplier's people a function in an account's team.
package struct AddTeamMember: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(_ member: TeamMember, by actor: Actor) async throws {
        let event = try EventDraft("teamMemberAdded", "person", member.person, TeamMemberAdded(member))
        try await database.transaction(AccountScope(account: member.account.uuid).settings) { transaction in
            try await transaction.run(TeamQueries.insert(member))
            transaction.record([event], in: member.account.uuid, by: actor, world: world)
        }
    }
}
