package import Kernel
import Ledger
package import Postgres
import Web

/// Gives an account's own role what only the supplier gives, or takes it away: that part of the role, and nothing else of it.
///
/// Done by those of the supplier's people who serve the account with edit access and have `manageTerms`. Who gets the role is the account's
/// business before and after.
package struct GiveTerms: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameters:
    ///   - terms: of `Permission.terms`; all that the role is to have of them.
    ///   - version: what the caller has read.
    package func callAsFunction(
        _ terms: [Permission: Reach], to key: RoleKey, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> AccountRole {
        let today = try await LoadTeamManager(world: world)(.manageTerms, by: caller, in: transaction)
        let places = try await transaction.run(TeamPlaceQueries.all(of: caller.person, in: caller.account))
        guard places.contains(where: { $0.member.access == .edit && $0.state(on: today) == .inForce }) else {
            throw AccessRefusal.editAccessNeeded
        }
        guard key.builtIn == nil else { throw RoleRefusal.builtIn }
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        guard let current = standing.roles.first(where: { $0.key == key }) else { throw RoleRefusal.notFound }
        guard current.version == version else { throw StaleVersion(current: current.version) }
        let suppliersOwn = terms.keys.filter { !Permission.terms.contains($0) }
        guard suppliersOwn.isEmpty else { throw RoleRefusal.onlyTheSupplier(suppliersOwn) }
        let changed = current.with(terms: terms)
        guard changed != current else { return current }
        try changed.checkGivesNothing(to: standing)
        try await transaction.run(RoleQueries.save(changed, in: caller.account))
        transaction.record(
            try EventDraft("roleTermsChanged", "role", changed.id, RoleChanged(from: RoleSaved(current), to: RoleSaved(changed))),
            in: caller.account.uuid, by: caller.actor, world: world)
        return changed
    }
}
