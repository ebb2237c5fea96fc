import Kernel
import Mail
import Postgres

/// Writes an invitation's mail, in the transaction that makes or renews its link. At most so many a day go to one address and out of one
/// account, so that nobody floods a mailbox through it.
struct PostInvitation: Sendable {
    let links: PortalLinks
    let world: World

    /// - Throws: `InvitationRefusal.mailsLimited`.
    func callAsFunction(
        _ invitation: Invitation, _ code: InvitationCode, by inviter: String, of account: Account, to mailbox: Mailbox,
        in transaction: borrowing Transaction
    ) async throws {
        let now = world.now()
        let (mailed, known): ((toAddress: Int, ofAccount: Int), SignInQueries.KnownPerson?) = try await transaction.run(
            InvitationQueries.mailed(to: invitation.email, from: account.id, since: now + .seconds(-86_400)),
            SignInQueries.person(email: invitation.email))
        guard mailed.toAddress < Limits.invitationMailsPerAddressAndDay, mailed.ofAccount < Limits.invitationMailsPerAccountAndDay else {
            throw InvitationRefusal.mailsLimited(retryAfterSeconds: 86_400)
        }
        let mail = InvitationMail(
            inviter: inviter, account: account.name, name: invitation.name, link: links.invitation(code), days: Limits.invitationDays)
        let (subject, body) = mail.text(in: MailLanguage(known?.person.language ?? account.language))
        transaction.enqueue(
            OutboxQueries.post(
                OutgoingMail(
                    id: invitation.mail, kind: "invitation", to: mailbox, subject: subject, body: body,
                    usefulUntil: invitation.expiresAt), at: now))
    }

    func expiry() -> Instant { world.now() + .seconds(Limits.invitationDays * 86_400) }
}
