import Kernel
import Mail
import Web

struct InvitationRepresentation: Encodable {
    let id: InvitationID
    let email: String
    let name: String
    let unit: Named<UnitID>
    let roles: [RoleKey]
    let manager: MembershipID?
    let startsOn: LocalDate?
    let endsOn: LocalDate?
    let limits: [MemberRepresentation.LimitPart]
    let invitedBy: Named<PersonID>
    let createdAt: Instant
    let expiresAt: Instant
    let state: Invitation.State
    /// What became of the newest mail.
    let mail: MailState
    /// Where it has been accepted.
    let membership: MembershipID?
    let version: Int
    let actions: [ActionLink]

    struct Named<Identifier: Encodable>: Encodable {
        let id: Identifier
        let name: String
    }

    init(_ sent: SentInvitation, for caller: Caller, at now: Instant) {
        let invitation = sent.invitation
        id = invitation.id
        email = invitation.email
        name = invitation.name
        unit = Named(id: invitation.unit, name: sent.unitName)
        roles = invitation.roles
        manager = invitation.manager
        startsOn = invitation.startsOn
        endsOn = invitation.endsOn
        limits = invitation.limits.map(MemberRepresentation.LimitPart.init)
        invitedBy = Named(id: invitation.invitedBy, name: sent.inviterName)
        createdAt = invitation.createdAt
        expiresAt = invitation.expiresAt
        state = invitation.state(at: now)
        mail = sent.mail
        membership = invitation.membership
        version = invitation.version
        let path = Self.path(invitation.id, caller)
        let manages = caller.scope(ifPermitted: .manageMembers)?.covers(invitation.unit) == true
        let isUnsettled = state == .open || state == .expired
        actions =
            manages && isUnsettled
            ? [ActionLink("resend", "POST", path + "/resend"), ActionLink("revoke", "POST", path + "/revoke")] : []
    }

    static func path(_ id: InvitationID, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/invitations/\(id)" }
}

/// What somebody sees who has opened the link, and how they go on.
struct OpenedInvitationRepresentation: Encodable {
    /// A way to accept: as somebody new, with the password that one has, or once one has asked for one.
    enum Way: String, Encodable {
        case choosePassword, password, passwordReset
    }

    let account: Named
    let invitedBy: Named
    let unit: Named
    let email: String
    let name: String
    let roles: [RoleKey]
    let expiresAt: Instant
    let acceptWith: Way

    struct Named: Encodable {
        let name: String
    }

    init(_ opened: OpenedInvitation) {
        let invitation = opened.sent.invitation
        account = Named(name: opened.account.name)
        invitedBy = Named(name: opened.sent.inviterName)
        unit = Named(name: opened.sent.unitName)
        email = invitation.email
        name = opened.person?.name ?? invitation.name
        roles = invitation.roles
        expiresAt = invitation.expiresAt
        acceptWith = opened.person == nil ? .choosePassword : opened.hasPassword ? .password : .passwordReset
    }
}

struct AcceptedInvitationRepresentation: Encodable {
    let account: InvitationRepresentation.Named<AccountID>
    let unit: InvitationRepresentation.Named<UnitID>
    let membership: MembershipID
    let roles: [RoleKey]
    let startsOn: LocalDate
    let endsOn: LocalDate?
    /// Where nobody had signed in.
    let session: SessionRepresentation?

    init(_ accepted: AcceptedInvitation) {
        account = .init(id: accepted.account.id, name: accepted.account.name)
        unit = .init(id: accepted.membership.unit, name: accepted.unitName)
        membership = accepted.membership.id
        roles = accepted.membership.roles
        startsOn = accepted.membership.startsOn
        endsOn = accepted.membership.endsOn
        session = accepted.signedIn.map(SessionRepresentation.init)
    }
}
