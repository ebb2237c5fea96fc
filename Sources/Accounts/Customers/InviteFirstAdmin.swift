import Cryptography
import Kernel
import Ledger
import Mail
import Postgres

/// Invites somebody as an admin of an account that nobody manages, in the supplier's name. What was sent so before ends with it.
struct InviteFirstAdmin: Sendable {
    private let post: PostInvitation
    private let world: World

    init(links: PortalLinks, world: World) {
        post = PostInvitation(links: links, world: world)
        self.world = world
    }

    /// Whether there is need of it is the caller's to have asked.
    /// - Throws: `RoleRefusal.forYourself`: nobody makes themselves a customer's admin.
    func callAsFunction(
        _ admin: Mailbox, to root: Unit, of account: Account, by inviter: Person, _ actor: Actor, in transaction: borrowing Transaction
    ) async throws -> SentInvitation {
        guard admin.address != inviter.email else { throw RoleRefusal.forYourself([.manageMembers, .manageRoles]) }
        let made = invitation(of: admin, to: root, of: account, by: inviter)
        let (before, known) = try await transaction.run(
            InvitationQueries.openBySupplier(of: account.id), PersonQueries.withEmail(made.email))
        guard try await !transaction.run(MembershipQueries.isMember(known?.person.id, of: root.id, in: account.id)) else {
            throw OrganisationRefusal.alreadyAMember
        }
        var events: [EventDraft] = []
        for var earlier in before {
            let status = earlier.invitation.state(at: world.now())
            earlier.invitation.revokedAt = world.now()
            earlier.invitation.version += 1
            transaction.enqueue(OutboxQueries.callBack(earlier.invitation.mail, at: world.now()))
            transaction.enqueue(InvitationQueries.save(earlier.invitation))
            events.append(
                try EventDraft(
                    "invitationRevoked", "invitation", earlier.invitation.id,
                    InvitationRevoked(
                        email: earlier.invitation.email, unit: earlier.invitation.unit, from: .init(status: status),
                        to: .init(status: .revoked))))
        }
        let code = InvitationCode(account: account.id)
        transaction.enqueue(InvitationQueries.endExpired(for: made.email, in: root.id, of: account.id, at: world.now()))
        try await post(made, code, by: inviter.name, of: account, to: admin, in: transaction)
        try await transaction.run(try InvitationQueries.insert(made, token: code.token.digest))
        events.append(try EventDraft("invitationSent", "invitation", made.id, InvitationSent(made)))
        transaction.record(events, in: account.id.uuid, by: actor, world: world)
        return SentInvitation(invitation: made, unitName: root.name, inviterName: inviter.name, mail: .waiting)
    }

    private func invitation(of admin: Mailbox, to root: Unit, of account: Account, by inviter: Person) -> Invitation {
        let now = world.now()
        return Invitation(
            account: account.id, id: world.newID(), email: admin.address, name: admin.name ?? admin.address, unit: root.id,
            roles: [.accountAdmin], manager: nil, startsOn: nil, endsOn: nil, limits: [], invitedBy: inviter.id, createdAt: now,
            expiresAt: post.expiry(), mail: world.newID(), mailedAt: now, mails: 1, version: 1, bySupplier: true)
    }
}
