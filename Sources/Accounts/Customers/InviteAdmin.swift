package import Kernel
import Ledger
package import Mail
package import Postgres

/// Invites an admin into an account that has none, be it that the first link has ended or that the last admin's place has: the way back
/// that an account's own people do not have. Where somebody manages it, they invite whom they want.
package struct InviteAdmin: Sendable {
    private let invite: InviteFirstAdmin
    private let world: World

    package init(links: PortalLinks, world: World) {
        invite = InviteFirstAdmin(links: links, world: world)
        self.world = world
    }

    package func callAsFunction(
        _ admin: Mailbox, by caller: Caller, _ person: Person, in transaction: borrowing Transaction
    ) async throws -> SentInvitation {
        let today = try await LoadTeamManager(world: world)(.manageAccounts, by: caller, in: transaction)
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        let granting = standing.roles.filter { $0.permissions[.manageMembers] != nil || $0.permissions[.manageRoles] != nil }
        let (account, units, found) = try await transaction.run(
            AccountQueries.find(caller.account), UnitQueries.all([standing.tree.root].compactMap(\.self), of: caller.account),
            CustomerQueries.memberships(with: [.accountAdmin] + granting.map(\.key), in: caller.account, from: today))
        guard account.isActive else { throw CustomerRefusal.accountDisabled }
        guard !found.contains(where: { standing.roles.isAdmin($0, in: standing.tree) }) else { throw CustomerRefusal.hasAnAdmin }
        guard let root = units.first else { throw OrganisationRefusal.notFound }
        return try await invite(admin, to: root, of: account, by: person, caller.actor, in: transaction)
    }
}
