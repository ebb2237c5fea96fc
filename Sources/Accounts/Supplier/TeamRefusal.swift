package import Kernel

/// Why a place in an account's team, or at a partner, is not given or not changed.
package enum TeamRefusal: Refusal, Equatable {
    case notFound
    case personNotFound
    case partnerNotFound
    case partnerNameTaken
    case partnerDisabled
    case alreadyThere
    case periodInvalid
    case ended
    case forYourself

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .personNotFound: .invalid([Fault("/person", "notFound", "One of the supplier's people who has not ended.")])
        case .partnerNotFound: .invalid([Fault("/partner", "notFound", "A partner that is not disabled.")])
        case .periodInvalid:
            .invalid([Fault("/endsOn", "outOfRange", "It begins today or later, ends yesterday or later, and not before it begins.")])
        case .partnerNameTaken, .partnerDisabled, .alreadyThere, .ended: .conflict
        case .forYourself: .forbidden
        }
    }

    package var code: String {
        switch self {
        case .notFound: "place-not-found"
        case .personNotFound: "team-person-not-found"
        case .partnerNotFound: "partner-not-found"
        case .partnerNameTaken: "partner-name-taken"
        case .partnerDisabled: "partner-disabled"
        case .alreadyThere: "already-there"
        case .periodInvalid: "invalid-place-period"
        case .ended: "place-ended"
        case .forYourself: "team-for-yourself"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such place."
        case .personNotFound: "There is no such person among the supplier's people of today."
        case .partnerNotFound: "There is no such partner, or it is disabled."
        case .partnerNameTaken: "Another partner has this name."
        case .partnerDisabled: "The partner is disabled: nothing begins there."
        case .alreadyThere: "On one of these days it holds already."
        case .periodInvalid: "It begins today or later, ends yesterday or later, and not before it begins."
        case .ended: "It has ended; what has been is not changed. Give a new place."
        case .forYourself: "Nobody gives themselves a place in a team, nor more of one: somebody else has to."
        }
    }
}
