import Kernel
import Postgres

/// Keeps anybody from giving more than they hold, or themselves anything, by enabling a unit or moving one out of a disabled one: its
/// members have again what they had.
struct CheckEnabling: Sendable {
    /// As it was before the change.
    let standing: Standing

    /// After the change has been written.
    /// - Throws: `RoleRefusal`.
    func callAsFunction(in transaction: borrowing Transaction) async throws {
        let (account, before) = (standing.caller.account, standing.tree)
        guard before.units.contains(where: before.isDisabled) else { return }
        let after = try await transaction.run(UnitQueries.tree(of: account))
        let enabled = before.units.filter { before.isDisabled($0) && !after.isDisabled($0) }
        guard !enabled.isEmpty else { return }
        let members = try await transaction.run(MembershipQueries.open(in: enabled, of: account, at: standing.today))
        try standing.check(enabling: members)
    }
}
