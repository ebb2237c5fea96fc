import Cryptography
package import Kernel
import Ledger
import Mail
package import Postgres
import Web

/// Mails a new link, with its whole time before it; the old one ends.
package struct ResendInvitation: Sendable {
    private let post: PostInvitation
    private let world: World

    package init(links: PortalLinks, world: World) {
        post = PostInvitation(links: links, world: world)
        self.world = world
    }

    /// - Throws: `OrganisationRefusal.notFound` outside the units whose members the caller manages.
    package func callAsFunction(
        _ id: InvitationID, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> SentInvitation {
        let found = try await transaction.changeable(id, expecting: version, by: caller, world: world)
        let account = try await transaction.run(AccountQueries.find(caller.account))
        let before = found.invitation
        guard let mailbox = Mailbox(name: before.name, address: before.email) else { throw OrganisationRefusal.notFound }
        var after = before
        after.expiresAt = post.expiry()
        after.mail = world.newID()
        after.mailedAt = world.now()
        after.mails += 1
        after.version += 1
        let code = InvitationCode(account: caller.account)
        transaction.enqueue(OutboxQueries.callBack(before.mail, at: world.now()))
        try await post(after, code, by: caller.personName, of: account, to: mailbox, in: transaction)
        try await transaction.run(InvitationQueries.save(after, token: code.token.digest))
        let data = InvitationSentAgain(
            email: after.email, from: .init(expiresAt: before.expiresAt), to: .init(expiresAt: after.expiresAt))
        transaction.record(
            try EventDraft("invitationSentAgain", "invitation", id, data), in: caller.account.uuid, by: caller.actor, world: world)
        return SentInvitation(invitation: after, unitName: found.unitName, inviterName: found.inviterName, mail: .waiting)
    }
}

extension Transaction {
    /// An invitation that has not been settled, locked, after everything that changes the account's members.
    func changeable(
        _ id: InvitationID, expecting version: Int, by caller: Caller, world: World
    ) async throws -> SentInvitation {
        _ = try caller.scope(of: .manageMembers)
        let standing = try await LoadStanding(world: world)(by: caller, in: self)
        let found: SentInvitation? = try await run(InvitationQueries.forChange(id, in: caller.account))
        guard let found, try standing.caller.scope(of: .manageMembers).covers(found.invitation.unit) else {
            throw OrganisationRefusal.notFound
        }
        guard found.invitation.version == version else { throw StaleVersion(current: found.invitation.version) }
        try found.invitation.checkUnsettled()
        return found
    }
}
