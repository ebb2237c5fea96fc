package import Kernel
package import Postgres

/// The invitations into the units whose members a caller may see.
package struct ReadInvitations: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// One more than `limit`, where there are that many.
    package func page(
        _ caller: Caller, state: Invitation.State?, after: InvitationID?, limit: Int
    ) async throws -> [SentInvitation] {
        let scope = try caller.scope(of: .readMembers)
        return try await database.read(
            caller.rowSecurity,
            InvitationQueries.page(of: caller.account, scope: scope, state: state, after: after, limit: limit + 1, at: world.now()))
    }

    /// - Throws: `OrganisationRefusal.notFound`, also for one into a unit outside the scope.
    package func one(_ id: InvitationID, by caller: Caller) async throws -> SentInvitation {
        let scope = try caller.scope(of: .readMembers)
        let found: SentInvitation? = try await database.read(caller.rowSecurity, InvitationQueries.find(id, in: caller.account))
        guard let found, scope.covers(found.invitation.unit) else { throw OrganisationRefusal.notFound }
        return found
    }
}
