package import Kernel
package import Postgres

/// An account and its members, as far as a caller may see.
package struct ReadOrganisation: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// Whoever has a place in an account may read what it is.
    package func account(_ caller: Caller) async throws -> Account {
        try await database.read(caller.rowSecurity, AccountQueries.find(caller.account))
    }

    /// One more than `limit`, where there are that many.
    /// - Parameter unit: those in this unit or below it.
    package func members(
        _ caller: Caller, in unit: UnitID? = nil, _ filter: MemberFilter = MemberFilter(), after: MembershipID?, limit: Int
    ) async throws -> [Member] {
        let scope = try caller.scope(of: .readMembers)
        var filter = filter
        if let unit { filter.below = Scope(below: [unit], in: caller.tree) }
        return try await database.read(
            caller.rowSecurity,
            MembershipQueries.page(of: caller.account, scope: scope, filter: filter, after: after, limit: limit + 1, at: world.now()))
    }

    /// - Throws: `OrganisationRefusal.notFound`, also for a membership outside the scope.
    package func member(_ id: MembershipID, by caller: Caller) async throws -> ManagedMember {
        let scope = try caller.scope(of: .readMembers)
        let (found, limits) = try await database.read(
            caller.rowSecurity, MembershipQueries.find(id, in: caller.account, at: world.now()),
            SpendingLimitQueries.of(id, in: caller.account))
        guard let found, scope.allows(unit: found.membership.unit, owner: id) else { throw OrganisationRefusal.notFound }
        return ManagedMember(member: found, limits: limits)
    }
}
