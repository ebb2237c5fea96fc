package import Kernel
import Persistence
package import Postgres

/// What members have delegated: as far as one sees the member who has.
package struct ReadDelegations: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// The newest first; one more than `limit` where there are that many.
    package func page(
        of member: MembershipID, before: DelegationID?, limit: Int, by caller: Caller
    ) async throws -> [ListedDelegation] {
        let (found, page) = try await database.read(
            caller.rowSecurity, MembershipQueries.find(member, in: caller.account, at: world.now()),
            DelegationQueries.page(of: member, in: caller.account, before: before, limit: limit + 1, at: world.now()))
        try check(found, by: caller)
        return page
    }

    package func one(_ id: DelegationID, of member: MembershipID, by caller: Caller) async throws -> ListedDelegation {
        let (found, listed) = try await database.read(
            caller.rowSecurity, MembershipQueries.find(member, in: caller.account, at: world.now()),
            DelegationQueries.find(id, of: member, in: caller.account, at: world.now()))
        // Those to whom it was delegated see it, whomever else they see.
        let isDelegate = listed?.delegation.delegates.contains { delegate in caller.places.contains { $0.membership.id == delegate } }
        if isDelegate != true { try check(found, by: caller) }
        guard let listed else { throw DelegationRefusal.notFound }
        return listed
    }

    private func check(_ found: Member?, by caller: Caller) throws {
        let scope = try caller.scope(of: .readMembers)
        guard let membership = found?.membership,
            membership.person == caller.person || scope.allows(unit: membership.unit, owner: membership.id)
        else { throw OrganisationRefusal.notFound }
    }
}
