import Cryptography
package import Kernel
import Persistence
package import Postgres

/// What a link opens, for somebody who has not signed in. Who has the link has read the mail.
package struct LookUpInvitation: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameter code: nil for what cannot be one.
    /// - Throws: `InvitationRefusal` where it opens nothing any more.
    package func callAsFunction(_ code: InvitationCode?) async throws -> OpenedInvitation {
        guard let code else { throw InvitationRefusal.notFound }
        let scope = AccountScope(account: code.account.uuid).settings
        let found: SentInvitation? = try await database.read(scope, InvitationQueries.with(code.token.digest, in: code.account))
        guard let sent = found else { throw InvitationRefusal.notFound }
        let account = try await database.read(scope, AccountQueries.find(code.account))
        guard account.isActive else { throw InvitationRefusal.notFound }
        try sent.invitation.checkOpen(at: world.now())
        let known = try await database.query(SignInQueries.person(email: sent.invitation.email))
        return OpenedInvitation(sent: sent, account: account, person: known?.person, hasPassword: known?.hasPassword == true)
    }
}

/// An invitation as the person reads it who has been invited.
package struct OpenedInvitation: Sendable {
    package let sent: SentInvitation
    package let account: Account
    /// Nil where nobody is known by that e-mail address.
    package let person: Person?
    package let hasPassword: Bool
}
