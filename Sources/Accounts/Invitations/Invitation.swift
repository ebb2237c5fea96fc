package import Kernel
package import Mail

/// A place in a unit that is somebody's once they come by the link in their mail.
package struct Invitation: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Codable {
        case open, expired, accepted, revoked
    }

    package let account: AccountID
    package let id: InvitationID
    package let email: String
    /// As whoever invites calls them; who comes says it for themselves.
    package let name: String
    package let unit: UnitID
    package let roles: [RoleKey]
    package let manager: MembershipID?
    /// Nil: the day on which it is accepted.
    package let startsOn: LocalDate?
    package let endsOn: LocalDate?
    package let limits: [SpendingLimit]
    package let invitedBy: PersonID
    package let createdAt: Instant
    package var expiresAt: Instant
    package var mail: MailID
    package var mailedAt: Instant
    /// How many there have been, each with another link.
    package var mails: Int
    package var revokedAt: Instant?
    package var acceptedAt: Instant?
    package var membership: MembershipID?
    package var version: Int

    package func state(at now: Instant) -> State {
        if acceptedAt != nil { return .accepted }
        if revokedAt != nil { return .revoked }
        return now < expiresAt ? .open : .expired
    }

    /// Whether it can be accepted still.
    func checkOpen(at now: Instant) throws(InvitationRefusal) {
        try checkUnsettled()
        guard now < expiresAt else { throw .expired }
    }

    /// Whether it has come to an end that nothing changes.
    func checkUnsettled() throws(InvitationRefusal) {
        guard acceptedAt == nil else { throw .used }
        guard revokedAt == nil else { throw .revoked }
    }

    /// The membership that it becomes.
    /// - Parameter today: in the account; what was to begin before begins today.
    func appointment(of person: PersonID, as id: MembershipID, on today: LocalDate) -> Appointment {
        Appointment(
            membership: Membership(
                account: account, id: id, person: person, unit: unit, roles: roles, manager: manager,
                startsOn: max(startsOn ?? today, today), endsOn: endsOn),
            limits: limits)
    }
}

package typealias InvitationID = ID<Invitation>

/// An invitation with the names that a reader wants beside it, and what became of its mail.
package struct SentInvitation: Sendable, Equatable {
    package var invitation: Invitation
    package let unitName: String
    package let inviterName: String
    package var mail: MailState
}
