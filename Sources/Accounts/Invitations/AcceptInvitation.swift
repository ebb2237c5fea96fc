package import Cryptography
import FoundationEssentials
package import Kernel
import Ledger
import Persistence
package import Postgres

/// Makes a membership of an invitation, once, by the rules of the day on which it is accepted.
///
/// Who is new becomes known with the name and the password that they give. Who is known shows that they are that person: the mail alone
/// lets nobody into what somebody else has, and never changes their password.
package struct AcceptInvitation: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let signIn: SignIn
    private let lookUp: LookUpInvitation
    private let world: World

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        self.hasher = hasher
        self.world = world
        signIn = SignIn(database: database, hasher: hasher, world: world)
        lookUp = LookUpInvitation(database: database, world: world)
    }

    /// By somebody who has not signed in.
    /// - Parameters:
    ///   - name: of somebody new; nil: as they were invited.
    ///   - password: somebody new chooses it, somebody known has it.
    ///   - address: the network address of the caller.
    package func callAsFunction(
        _ code: InvitationCode?, name: String?, password: String, from address: String
    ) async throws -> AcceptedInvitation {
        let opened = try await lookUp(code)
        guard let code else { throw InvitationRefusal.notFound }
        guard let known = opened.person else {
            do {
                return try await comeIn(opened, code, name: name, password: password, from: address)
            } catch is BecameKnown {
                return try await self(code, name: name, password: password, from: address)
            }
        }
        guard opened.hasPassword else { throw InvitationRefusal.passwordNotSet }
        let signedIn = try await signIn(email: known.email, password: password, from: address)
        var accepted = try await accept(code, as: Entrant(person: signedIn.person))
        accepted.signedIn = signedIn
        return accepted
    }

    /// By somebody who has signed in.
    package func callAsFunction(_ code: InvitationCode?, by principal: Principal) async throws -> AcceptedInvitation {
        _ = try principal.credential.session()
        let person = principal.person
        let opened = try await lookUp(code)
        guard let code, opened.sent.invitation.email == person.email else { throw InvitationRefusal.forSomebodyElse }
        return try await accept(code, as: Entrant(person: person))
    }

    /// Who comes, with what is written first where they are new.
    private struct Entrant: Sendable {
        let person: Person
        var firsts: [Query<Void>] = []
    }

    /// Somebody else, or the same one in another window, has been quicker.
    private struct BecameKnown: Error {}

    private func comeIn(
        _ opened: OpenedInvitation, _ code: InvitationCode, name: String?, password: String, from address: String
    ) async throws -> AcceptedInvitation {
        try SetPassword.check(password)
        let hash = try await hasher.hash(password)
        let now = world.now()
        let invitation = opened.sent.invitation
        let person = Person(
            id: world.newID(), email: invitation.email, name: name ?? invitation.name, language: opened.account.language)
        let token = Token.new(.session)
        let session = Session(
            id: world.newUUID(), createdAt: now, expiresAt: now + .seconds(Limits.sessionHours * 3600), address: address, userAgent: nil)
        let entrant = Entrant(
            person: person,
            firsts: [
                PersonQueries.insert(person, at: now).refusing("persons_one_per_email", with: BecameKnown()),
                PersonQueries.setPassword(hash.text, of: person.id),
                SessionQueries.insert(session, of: person.id, token: token.digest),
            ])
        var accepted = try await accept(code, as: entrant)
        accepted.signedIn = SignedIn(token: token, expiresAt: session.expiresAt, person: person)
        return accepted
    }

    private func accept(_ code: InvitationCode, as entrant: Entrant) async throws -> AcceptedInvitation {
        let scope = AccountScope(account: code.account, person: entrant.person.id)
        return try await database.transaction(scope.settings) { transaction in
            let (_, account, found) = try await transaction.run(
                UnitQueries.lockTree(of: code.account), AccountQueries.find(code.account),
                InvitationQueries.forAccepting(code.token.digest, in: code.account))
            guard let found else { throw InvitationRefusal.notFound }
            let now = world.now()
            var invitation = found.invitation
            try invitation.checkOpen(at: now)
            let appointment = try await appointment(by: found, of: account, for: entrant.person, in: transaction)
            let membership = appointment.membership
            for query in entrant.firsts { transaction.enqueue(query) }
            try await transaction.run(MembershipQueries.insert(membership, at: now))
            if !appointment.limits.isEmpty {
                transaction.enqueue(
                    SpendingLimitQueries.insert(appointment.limits.map { (world.newUUID(), $0) }, of: membership.id, in: account.id))
            }
            invitation.acceptedAt = now
            invitation.membership = membership.id
            invitation.version += 1
            try await transaction.run(InvitationQueries.save(invitation))
            transaction.record(
                try events(invitation, appointment), in: account.id.uuid, by: Actor(person: entrant.person.id.uuid), world: world)
            return AcceptedInvitation(account: account, membership: membership, unitName: found.unitName, person: entrant.person)
        }
    }

    /// The place, as whoever invited may still give it.
    private func appointment(
        by sent: SentInvitation, of account: Account, for person: Person, in transaction: borrowing Transaction
    ) async throws -> Appointment {
        let invitation = sent.invitation
        let inviter = Caller(
            person: invitation.invitedBy, personName: sent.inviterName, account: account.id, timeZone: account.timeZone,
            language: account.language, currency: account.currency, places: [], tree: .empty, credential: .session(world.newUUID()))
        let standing = try await LoadStanding(world: world)(by: inviter, in: transaction)
        let managers = try await transaction.run(
            MembershipQueries.all([invitation.manager].compactMap(\.self), of: account.id))
        let appointment = invitation.appointment(of: person.id, as: world.newID(), on: standing.today)
        do {
            try standing.check(adding: appointment, under: managers.first)
        } catch let refusal as any Refusal {
            throw InvitationRefusal.overtaken(.init(refusal))
        }
        return appointment
    }

    private func events(_ invitation: Invitation, _ appointment: Appointment) throws -> [EventDraft] {
        let membership = appointment.membership
        return [
            try EventDraft(
                "invitationAccepted", "invitation", invitation.id,
                InvitationAccepted(person: membership.person, membership: membership.id, invitedBy: invitation.invitedBy)),
            try EventDraft(
                "membershipAdded", "membership", membership.id,
                MemberAdded(MembershipAdded(membership), manager: membership.manager, limits: appointment.limits)),
        ]
    }
}

/// What came of accepting.
package struct AcceptedInvitation: Sendable {
    package let account: Account
    package let membership: Membership
    package let unitName: String
    package let person: Person
    /// Where nobody had signed in before.
    package var signedIn: SignedIn?
}
