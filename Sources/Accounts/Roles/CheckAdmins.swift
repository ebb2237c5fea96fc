import Kernel
import Postgres

/// Keeps an account from having nobody who manages all its members and roles: the supplier's people help it only where there is none.
struct CheckAdmins: Sendable {
    let standing: Standing

    /// - Parameters:
    ///   - roles: the account's own, as they would be.
    ///   - tree: as it would be.
    ///   - change: a membership as it would be.
    /// - Throws: `RoleRefusal.lastAdmin` where there is somebody now and would be nobody then.
    func callAsFunction(
        roles: [AccountRole]? = nil, tree: UnitTree? = nil, in transaction: borrowing Transaction,
        change: (Membership) -> Membership = { $0 }
    ) async throws {
        let granting = standing.roles.filter { $0.permissions[.manageMembers] != nil || $0.permissions[.manageRoles] != nil }
        let found = try await transaction.run(
            MembershipQueries.lasting(
                with: [.accountAdmin] + granting.map(\.key), in: standing.caller.account, at: standing.today))
        guard found.contains(where: { standing.roles.isAdmin($0, in: standing.tree) }) else { return }
        let left = found.map(change).filter { $0.endsOn == nil }
        guard left.contains(where: { (roles ?? standing.roles).isAdmin($0, in: tree ?? standing.tree) }) else {
            throw RoleRefusal.lastAdmin
        }
    }
}
