import Kernel

// What the ledger keeps of invitations.

struct InvitationSent: Encodable {
    let email: String
    let name: String
    let unit: UnitID
    let roles: [RoleKey]
    let manager: MembershipID?
    let startsOn: LocalDate?
    let endsOn: LocalDate?
    let limits: [LimitSaved]
    let expiresAt: Instant

    init(_ invitation: Invitation) {
        email = invitation.email
        name = invitation.name
        unit = invitation.unit
        roles = invitation.roles
        manager = invitation.manager
        startsOn = invitation.startsOn
        endsOn = invitation.endsOn
        limits = invitation.limits.map(LimitSaved.init)
        expiresAt = invitation.expiresAt
    }
}

/// The link before has ended with it.
struct InvitationSentAgain: Encodable {
    struct Link: Encodable {
        let expiresAt: Instant
    }

    let email: String
    let from: Link
    let to: Link
}

struct InvitationRevoked: Encodable {
    let email: String
    let unit: UnitID
}

struct InvitationAccepted: Encodable {
    let person: PersonID
    let membership: MembershipID
    let invitedBy: PersonID
}
