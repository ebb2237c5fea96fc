import Kernel
import Postgres

/// Changes of an account's tree, roles and memberships come one after the other: each locks the account's row, and reads these then.
struct LoadStanding: Sendable {
    let world: World

    /// - Parameter membership: whose limits count too.
    func callAsFunction(
        by caller: Caller, about membership: MembershipID? = nil, in transaction: borrowing Transaction
    ) async throws -> Standing {
        let (_, tree, roles, own, limits) = try await transaction.run(
            UnitQueries.lockTree(of: caller.account), UnitQueries.tree(of: caller.account), RoleQueries.all(of: caller.account),
            MembershipQueries.inForce(of: caller.person, in: caller.account, at: world.now()),
            SpendingLimitQueries.counting(for: [caller.person], and: membership, in: caller.account))
        let places = own.memberships.filter { !tree.isDisabled($0.unit) }.map { roles.place($0, in: tree) }
        return Standing(
            tree: tree, roles: roles, caller: caller.standing(places, in: tree), today: own.today,
            limits: limits)
    }
}
