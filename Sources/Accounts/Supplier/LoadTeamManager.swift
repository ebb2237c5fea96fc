import Kernel
import Postgres

/// Changes of an account's team and partners come one after the other: each locks the account's row, and reads then whether the caller may.
struct LoadTeamManager: Sendable {
    let world: World

    /// - Returns: the day that it is in the account.
    func callAsFunction(by caller: Caller, in transaction: borrowing Transaction) async throws -> LocalDate {
        try caller.wholeAccount(.readAccountView)
        _ = try caller.credential.session()
        let (_, permissions, today) = try await transaction.run(
            UnitQueries.lockTree(of: caller.account), StaffQueries.permissions(of: caller.person),
            TeamPlaceQueries.today(in: caller.account, at: world.now()))
        guard permissions.contains(.manageTeams) else { throw AccessRefusal.notForThisStaff(.manageTeams) }
        return today
    }
}
