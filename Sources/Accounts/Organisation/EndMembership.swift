package import Kernel
package import Ledger
import Persistence
package import Postgres

/// Ends a person's place in an account, for imports and the system itself: members are ended by `EndMember`, which asks who goes on.
package struct EndMembership: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameter day: the last day, in the account's time zone; a membership that has not begun by then ends on its first day.
    package func callAsFunction(
        _ membership: MembershipID, in account: AccountID, on day: LocalDate, by actor: Actor
    ) async throws {
        try await database.transaction(AccountScope(account: account.uuid).settings) { transaction in
            let (before, _, after) = try await transaction.run(
                MembershipQueries.all([membership], of: account), MembershipQueries.end(membership, in: account, on: day),
                MembershipQueries.all([membership], of: account))
            guard let current = before.first, let ended = after.first else { throw OrganisationRefusal.membershipNotFound }
            let event = try EventDraft("membershipEnded", "membership", membership, MembershipEnded(from: current, to: ended))
            transaction.record([event], in: account.uuid, by: actor, world: world)
        }
    }
}
