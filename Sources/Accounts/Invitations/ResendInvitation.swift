import Cryptography
package import Kernel
import Ledger
import Mail
package import Postgres
import Web

/// Mails a new link, with its whole time before it; the old one ends. Whoever sends it is the inviter from then on: it is they who give the
/// place, so it has to be theirs to give.
package struct ResendInvitation: Sendable {
    private let post: PostInvitation
    private let world: World

    package init(links: PortalLinks, world: World) {
        post = PostInvitation(links: links, world: world)
        self.world = world
    }

    /// - Throws: `OrganisationRefusal.notFound` outside the units whose members the caller manages; what adding the member would throw.
    package func callAsFunction(
        _ id: InvitationID, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> SentInvitation {
        let (found, standing) = try await transaction.changeableNow(id, expecting: version, by: caller, world: world)
        let before = found.invitation
        let (account, known, managers) = try await transaction.run(
            AccountQueries.find(caller.account), PersonQueries.withEmail(before.email),
            MembershipQueries.all([before.manager].compactMap(\.self), of: caller.account))
        do {
            try standing.check(
                adding: before.appointment(of: known?.person.id ?? world.newID(), as: world.newID(), on: standing.today),
                under: managers.first)
        } catch let refusal as any Refusal {
            // Only what is about whoever sends it is theirs to hear as it is: there is no field here that would be wrong.
            let what = InvitationRefusal.Overtaken(refusal)
            throw what == .inviter ? refusal : InvitationRefusal.overtaken(what)
        }
        guard let mailbox = Mailbox(name: before.name, address: before.email) else { throw OrganisationRefusal.notFound }
        var after = before
        after.invitedBy = caller.person
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
            email: after.email, from: .init(expiresAt: before.expiresAt, invitedBy: before.invitedBy),
            to: .init(expiresAt: after.expiresAt, invitedBy: after.invitedBy))
        transaction.record(
            try EventDraft("invitationSentAgain", "invitation", id, data), in: caller.account.uuid, by: caller.actor, world: world)
        return SentInvitation(invitation: after, unitName: found.unitName, inviterName: caller.personName, mail: .waiting)
    }
}

extension Transaction {
    /// An invitation that has not been settled, locked, after everything that changes the account's members.
    func changeable(
        _ id: InvitationID, expecting version: Int, by caller: Caller, world: World
    ) async throws -> SentInvitation {
        try await changeableNow(id, expecting: version, by: caller, world: world).found
    }

    /// The same, with the standing in which it was found.
    func changeableNow(
        _ id: InvitationID, expecting version: Int, by caller: Caller, world: World
    ) async throws -> (found: SentInvitation, standing: Standing) {
        _ = try caller.scope(of: .manageMembers)
        let standing = try await LoadStanding(world: world)(by: caller, in: self)
        let found: SentInvitation? = try await run(InvitationQueries.forChange(id, in: caller.account))
        guard let found, try standing.caller.scope(of: .manageMembers).covers(found.invitation.unit) else {
            throw OrganisationRefusal.notFound
        }
        guard found.invitation.version == version else { throw StaleVersion(current: found.invitation.version) }
        try found.invitation.checkUnsettled()
        return (found, standing)
    }
}
