package import Kernel

/// Why nothing is delegated, or a delegation stays as it is.
package enum DelegationRefusal: Refusal, Equatable {
    case notFound
    /// Neither the member themself nor somebody who manages the members there.
    case notYours
    case memberEnded
    /// The member may not do this, or holds it only by delegation: chains end after one step.
    case nothingToDelegate(SpendingLimit.Act)
    case periodInvalid
    case delegatesUnknown([Int])
    case notShortened
    case ended(Delegation.State)
    /// The caller holds no delegation of the member that they name.
    case notDelegated
    /// Several members have delegated it: the decision has to say for whom it is.
    case severalDelegators([Delegator])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .notYours, .notDelegated: .forbidden
        case .memberEnded, .nothingToDelegate, .ended: .conflict
        case .periodInvalid:
            .invalid([Fault("/endsOn", "beforeStart", "No earlier than the first day, which is today or later.")])
        case .delegatesUnknown(let places):
            .invalid(places.map { Fault("/delegates/\($0)", "notFound", "Somebody else's membership in this account that has not ended.") })
        case .notShortened:
            .invalid([Fault("/endsOn", "outOfRange", "Earlier than it ends now, and no earlier than yesterday or its first day.")])
        case .severalDelegators: .invalid([Fault("/for", "required", "One of those who have delegated it to you.")])
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .notYours: "delegation-not-yours"
        case .memberEnded: "membership-ended"
        case .nothingToDelegate: "nothing-to-delegate"
        case .periodInvalid: "invalid-delegation-period"
        case .delegatesUnknown: "delegate-not-found"
        case .notShortened: "delegation-not-shortened"
        case .ended: "delegation-ended"
        case .notDelegated: "not-delegated"
        case .severalDelegators: "several-delegators"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such delegation."
        case .notYours: "Only the member themself, or who manages the members of the unit, delegates for them."
        case .memberEnded: "The membership has ended: there is nothing left to delegate."
        case .nothingToDelegate(let act):
            "The member's own roles do not include to \(act.rawValue); what was delegated to them they cannot pass on."
        case .periodInvalid: "A delegation begins today or later, and does not end before it begins."
        case .delegatesUnknown: "There are no such members to delegate to."
        case .notShortened: "A delegation is only shortened; for more days, make another."
        case .ended(let state): "The delegation is \(state == .revoked ? "revoked" : "over")."
        case .notDelegated: "The member whom you name has not delegated this to you."
        case .severalDelegators(let members):
            "Say for whom you decide: \(members.map(\.name).joined(separator: ", ")) have delegated it to you."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .nothingToDelegate(let act): ["act": .text(act.rawValue)]
        case .ended(let state): ["state": .text(state.rawValue)]
        case .severalDelegators(let members):
            ["delegators": .list(members.map { .object(["member": .text($0.member.description), "name": .text($0.name)]) })]
        case .notFound, .notYours, .memberEnded, .periodInvalid, .delegatesUnknown, .notShortened, .notDelegated: [:]
        }
    }
}
