package import Kernel

/// Why a membership is not made, not changed or not ended.
package enum MemberRefusal: Refusal, Equatable {
    case personNotFound
    case unitNotFound
    case unknownRoles([RoleKey])
    case managerNotFound
    case managerCircle
    case ended
    /// It would begin before today.
    case startsTooEarly
    case periodInvalid
    case moreThanYourLimit(SpendingLimit.Act, SpendingLimit.Period)
    case lastDayInvalid
    case successorNotFound
    /// So much of each kind is open; none where only the days until the last one could bring some.
    case successorNeeded([OpenWork])
    case successorCannotTake([Permission])

    package var kind: RefusalKind {
        switch self {
        case .personNotFound:
            .invalid([Fault("/person", "notFound", "Somebody who has or had a place in this account; anybody else is invited.")])
        case .unitNotFound: .invalid([Fault("/unit", "notFound", "A unit of this account whose members you manage.")])
        case .unknownRoles: .invalid([Fault("/roles", "unknown", "Roles that the account has and that are not disabled.")])
        case .managerNotFound:
            .invalid([Fault("/manager", "notFound", "A membership of this account, of somebody else, that has not ended.")])
        case .managerCircle: .invalid([Fault("/manager", "circle", "Nobody whose own managers include this member.")])
        case .startsTooEarly: .invalid([Fault("/startsOn", "past", "Today or later.")])
        case .periodInvalid: .invalid([Fault("/endsOn", "beforeStart", "Today or later, and no earlier than the first day.")])
        case .lastDayInvalid:
            .invalid([Fault("/lastDay", "outOfRange", "Yesterday or later, and no later than the membership ends anyway.")])
        case .successorNotFound:
            .invalid([Fault("/successor", "notFound", "Another membership of this account, without an end, that holds on the day after.")])
        case .moreThanYourLimit: .forbidden
        case .ended, .successorNeeded, .successorCannotTake: .conflict
        }
    }

    package var code: String {
        switch self {
        case .personNotFound: "member-person-not-found"
        case .unitNotFound: "member-unit-not-found"
        case .unknownRoles: "unknown-role"
        case .managerNotFound: "manager-not-found"
        case .managerCircle: "manager-circle"
        case .ended: "membership-ended"
        case .startsTooEarly, .periodInvalid: "invalid-period"
        case .moreThanYourLimit: "more-than-your-limit"
        case .lastDayInvalid: "invalid-last-day"
        case .successorNotFound: "successor-not-found"
        case .successorNeeded: "successor-needed"
        case .successorCannotTake: "successor-cannot-take"
        }
    }

    package var sentence: String {
        switch self {
        case .personNotFound: "There is no such person in this account; invite them."
        case .unitNotFound: "There is no such unit whose members you manage."
        case .unknownRoles(let roles): "The account has no role \(roles.map(\.rawValue).joined(separator: ", ")), or it is disabled."
        case .managerNotFound: "There is no such membership to be the manager."
        case .managerCircle: "The manager would be managed by this member."
        case .ended: "The membership has ended."
        case .startsTooEarly, .periodInvalid: "The membership cannot end before it begins, and cannot begin before today."
        case .moreThanYourLimit(let act, let period):
            "Nobody gives more than they hold: your own limit to \(act.rawValue) (\(period.rawValue)) is lower."
        case .lastDayInvalid: "The last day is yesterday or later, and not after the membership's end."
        case .successorNotFound: "There is no such membership to go on with this one's work."
        case .successorNeeded: "Name who goes on with this member's work: the membership has no manager who could."
        case .successorCannotTake(let permissions):
            "The successor could not go on with this member's work: they lack \(permissions.map(\.rawValue).joined(separator: ", "))."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .unknownRoles(let roles): ["roles": .list(roles.map { .text($0.rawValue) })]
        case .moreThanYourLimit(let act, let period): ["limit": .object(["act": .text(act.rawValue), "period": .text(period.rawValue)])]
        case .successorNeeded(let work):
            ["openWork": .list(work.map { .object(["kind": .text($0.kind), "count": .number($0.count)]) })]
        case .successorCannotTake(let permissions): ["permissions": .list(permissions.map { .text($0.rawValue) })]
        case .personNotFound, .unitNotFound, .managerNotFound, .managerCircle, .ended, .startsTooEarly, .periodInvalid,
            .lastDayInvalid, .successorNotFound:
            [:]
        }
    }
}
