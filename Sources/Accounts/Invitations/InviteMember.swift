import Cryptography
package import Kernel
import Ledger
package import Mail
package import Postgres

/// Offers somebody a place in the account, by mail. It is theirs once they accept; until then nothing has changed for anybody.
///
/// The rules are those of `AddMember`; whether the address belongs to somebody who is known is not told by the answer.
package struct InviteMember: Sendable {
    package struct Input: Sendable {
        package let mailbox: Mailbox
        package let name: String
        package let unit: UnitID
        package let roles: [RoleKey]
        package let manager: MembershipID?
        package let startsOn: LocalDate?
        package let endsOn: LocalDate?
        package let limits: [SpendingLimit]

        package init(
            mailbox: Mailbox, name: String, unit: UnitID, roles: [RoleKey], manager: MembershipID? = nil, startsOn: LocalDate? = nil,
            endsOn: LocalDate? = nil, limits: [SpendingLimit] = []
        ) {
            self.mailbox = mailbox
            self.name = name
            self.unit = unit
            self.roles = roles
            self.manager = manager
            self.startsOn = startsOn
            self.endsOn = endsOn
            self.limits = limits
        }
    }

    private let post: PostInvitation
    private let world: World

    package init(links: PortalLinks, world: World) {
        post = PostInvitation(links: links, world: world)
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> SentInvitation {
        _ = try caller.scope(of: .manageMembers)
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        let made = invitation(input, by: caller)
        let (account, known, managers) = try await transaction.run(
            AccountQueries.find(caller.account), SignInQueries.person(email: made.email),
            MembershipQueries.all([made.manager].compactMap(\.self), of: caller.account))
        try checkPeriod(input, standing.today)
        try standing.check(
            adding: made.appointment(of: known?.person.id ?? world.newID(), as: world.newID(), on: standing.today), under: managers.first)
        let (isMember, units) = try await transaction.run(
            MembershipQueries.isMember(known?.person.id, of: made.unit, in: caller.account),
            UnitQueries.all([made.unit], of: caller.account))
        guard !isMember else { throw OrganisationRefusal.alreadyAMember }
        let code = InvitationCode(account: caller.account)
        transaction.enqueue(InvitationQueries.endExpired(for: made.email, in: made.unit, of: caller.account, at: world.now()))
        try await post(made, code, by: caller.personName, of: account, to: input.mailbox, in: transaction)
        try await transaction.run(try InvitationQueries.insert(made, token: code.token.digest))
        transaction.record(
            try EventDraft("invitationSent", "invitation", made.id, InvitationSent(made)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return SentInvitation(
            invitation: made, unitName: units.first?.name ?? "", inviterName: caller.personName, mail: .waiting)
    }

    private func invitation(_ input: Input, by caller: Caller) -> Invitation {
        let now = world.now()
        return Invitation(
            account: caller.account, id: world.newID(), email: input.mailbox.address, name: input.name, unit: input.unit,
            roles: input.roles.distinct, manager: input.manager, startsOn: input.startsOn, endsOn: input.endsOn, limits: input.limits,
            invitedBy: caller.person, createdAt: now, expiresAt: post.expiry(), mail: world.newID(), mailedAt: now, mails: 1,
            version: 1)
    }

    /// What is asked for, before an invitation lets it begin later.
    private func checkPeriod(_ input: Input, _ today: LocalDate) throws(MemberRefusal) {
        if let startsOn = input.startsOn, startsOn < today { throw .periodInvalid }
    }
}
