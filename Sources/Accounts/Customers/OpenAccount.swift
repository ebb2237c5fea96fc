package import Kernel
package import Ledger
package import Mail
package import Postgres

/// Makes a customer known: the account with its root unit, and the invitation of its first admin, all in one transaction.
///
/// Whoever does it gets no place in it: who serves the account is put into its team by those who manage teams.
package struct OpenAccount: Sendable {
    package struct Input: Sendable {
        package let account: Account
        package let admin: Mailbox

        package init(account: Account, admin: Mailbox) {
            self.account = account
            self.admin = admin
        }
    }

    private let invite: InviteFirstAdmin
    private let world: World

    package init(links: PortalLinks, world: World) {
        invite = InviteFirstAdmin(links: links, world: world)
        self.world = world
    }

    /// The transaction's account is the new one's.
    package func callAsFunction(
        _ input: Input, by principal: Principal, from origin: EventOrigin?, in transaction: borrowing Transaction
    ) async throws -> Account {
        try principal.may(.manageAccounts)
        try await transaction.check(.manageAccounts, of: principal)
        let actor = Actor(person: principal.person.id.uuid, origin: origin)
        let root = try await transaction.open(input.account, by: actor, world: world)
        _ = try await invite(input.admin, to: root, of: input.account, by: principal.person, actor, in: transaction)
        return input.account
    }
}
