import Kernel
import Postgres

/// Changes of an account's team, partners, terms and master data come one after the other: each locks the account's row, and
/// reads then whether the caller may.
struct LoadTeamManager: Sendable {
    let world: World

    /// - Parameter permission: what the caller must have among the supplier's people.
    /// - Returns: the day that it is in the account.
    func callAsFunction(
        _ permission: StaffPermission = .manageTeams, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> LocalDate {
        try caller.wholeAccount(.readAccountView)
        _ = try caller.credential.session()
        let (_, permissions, today) = try await transaction.run(
            UnitQueries.lockTree(of: caller.account), StaffQueries.permissions(of: caller.person),
            AccountDayQueries.today(in: caller.account, at: world.now()))
        guard permissions.contains(permission) else { throw AccessRefusal.notForThisStaff(permission) }
        return today
    }
}
