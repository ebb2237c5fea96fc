package import Kernel

/// Why an invitation is not made, or not accepted.
package enum InvitationRefusal: Refusal, Equatable {
    /// What has changed since it was made.
    package enum Overtaken: String, Sendable, CaseIterable {
        case unit, roles, manager, period, inviter
    }

    /// There is none with that link; it may have had it before a newer one was sent. Which, is not told.
    case notFound
    case used
    case revoked
    case expired
    case overtaken(Overtaken)
    case alreadyInvited
    case mailsLimited(retryAfterSeconds: Int)
    case forSomebodyElse
    /// Somebody who is known, and has never had a password.
    case passwordNotSet

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .used, .revoked, .expired, .overtaken, .alreadyInvited, .passwordNotSet: .conflict
        case .mailsLimited(let seconds): .tooMany(retryAfterSeconds: seconds)
        case .forSomebodyElse: .forbidden
        }
    }

    package var code: String {
        switch self {
        case .notFound: "invitation-not-found"
        case .used: "invitation-used"
        case .revoked: "invitation-revoked"
        case .expired: "invitation-expired"
        case .overtaken: "invitation-overtaken"
        case .alreadyInvited: "already-invited"
        case .mailsLimited: "invitation-mails-limited"
        case .forSomebodyElse: "invitation-for-somebody-else"
        case .passwordNotSet: "password-not-set"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such invitation; a newer mail may hold a newer link."
        case .used: "The invitation has been accepted: it works once."
        case .revoked: "The invitation has been taken back."
        case .expired: "The invitation has ended; whoever invited you can send it again."
        case .overtaken(let what): "The invitation cannot be accepted any more: \(what.words). Ask whoever invited you for a new one."
        case .alreadyInvited: "Somebody with this e-mail address has been invited to this unit; send that invitation again instead."
        case .mailsLimited: "So many invitations have been mailed that the next one has to wait."
        case .forSomebodyElse: "The invitation is for another e-mail address than the one you sign in with."
        case .passwordNotSet: "You are known here and have no password yet: ask for one (POST /v1/password-resets), and then accept."
        }
    }

    package var facts: [String: Fact] {
        guard case .overtaken(let what) = self else { return [:] }
        return ["changed": .text(what.rawValue)]
    }
}

extension InvitationRefusal.Overtaken {
    /// What the rules for adding a member say today, to somebody who has not made the invitation.
    init(_ refusal: any Refusal) {
        self =
            switch refusal {
            case OrganisationRefusal.unitDisabled: .unit
            case MemberRefusal.unknownRoles: .roles
            case MemberRefusal.managerNotFound: .manager
            case MemberRefusal.periodInvalid: .period
            default: .inviter
            }
    }

    fileprivate var words: String {
        switch self {
        case .unit: "the unit is disabled"
        case .roles: "a role has been disabled"
        case .manager: "the manager who was named has left"
        case .period: "the last day has passed"
        case .inviter: "whoever invited you may not give this place any more"
        }
    }
}
