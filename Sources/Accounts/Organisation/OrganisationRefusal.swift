package import Kernel

/// Why a change to an account, its units or its people is refused.
package enum OrganisationRefusal: Refusal, Equatable {
    case externalIDTaken
    case emailTaken
    case hasARootUnit
    case unitNotFound
    case alreadyAMember
    case membershipNotFound
    case personNotFound
    case invalidEmail
    case passwordTooShort
    case passwordTooLong
    case unknownTimeZone
    case alreadyInTheTeam
    /// What the path names is not there, or not for this caller.
    case notFound
    case parentNotFound
    case unitCircle
    case rootUnit
    case unitDisabled
    case ownUnit
    case notYoursToMove
    case costCentreTaken

    package var kind: RefusalKind {
        switch self {
        case .externalIDTaken, .emailTaken, .hasARootUnit, .alreadyAMember, .alreadyInTheTeam, .unitCircle, .rootUnit,
            .unitDisabled, .ownUnit, .costCentreTaken:
            .conflict
        case .unitNotFound, .membershipNotFound, .personNotFound, .notFound: .notFound
        case .notYoursToMove: .forbidden
        case .parentNotFound: .invalid([Fault("/parent", "notFound", "A unit of this account that you may change.")])
        case .invalidEmail: .invalid([Fault("/email", "notAnEmailAddress", "An e-mail address, such as ana@example.com.")])
        case .passwordTooShort:
            .invalid([Fault("/password", "tooShort", "At least \(Limits.passwordCharacters.lowerBound) characters.")])
        case .passwordTooLong:
            .invalid([Fault("/password", "tooLong", "At most \(Limits.passwordCharacters.upperBound) characters.")])
        case .unknownTimeZone: .invalid([Fault("/timeZone", "unknownTimeZone", "An IANA time zone, such as Europe/Berlin.")])
        }
    }

    package var code: String {
        switch self {
        case .externalIDTaken: "external-id-taken"
        case .emailTaken: "email-taken"
        case .hasARootUnit: "has-a-root-unit"
        case .unitNotFound: "unit-not-found"
        case .alreadyAMember: "already-a-member"
        case .membershipNotFound: "membership-not-found"
        case .personNotFound: "person-not-found"
        case .invalidEmail: "invalid-email"
        case .passwordTooShort: "password-too-short"
        case .passwordTooLong: "password-too-long"
        case .unknownTimeZone: "unknown-time-zone"
        case .alreadyInTheTeam: "already-in-the-team"
        case .notFound: "not-found"
        case .parentNotFound: "parent-not-found"
        case .unitCircle: "unit-circle"
        case .rootUnit: "root-unit"
        case .unitDisabled: "unit-disabled"
        case .ownUnit: "own-unit"
        case .notYoursToMove: "not-yours-to-move"
        case .costCentreTaken: "cost-centre-taken"
        }
    }

    package var sentence: String {
        switch self {
        case .externalIDTaken: "Something else has this external id already."
        case .emailTaken: "Another person signs in with this e-mail address."
        case .hasARootUnit: "The account has its root unit already; name the unit that this one is under."
        case .unitNotFound: "There is no such unit in this account."
        case .alreadyAMember: "The person is a member of this unit already."
        case .membershipNotFound: "There is no such membership in this account, or it has ended."
        case .invalidEmail: "This is not an e-mail address."
        case .passwordTooShort: "The password is too short."
        case .passwordTooLong: "The password is too long."
        case .personNotFound: "There is no such person."
        case .unknownTimeZone: "The time zone is unknown."
        case .notFound: "There is no such thing in this account."
        case .parentNotFound: "There is no such unit to put this one under."
        case .unitCircle: "A unit cannot stand under itself or under one that is below it."
        case .rootUnit: "The account's root unit stays where it is, and stays enabled."
        case .unitDisabled: "The unit is disabled, or one above it is: nothing begins there."
        case .ownUnit: "You have your own place in this unit or below it; somebody who stands above it disables it."
        case .notYoursToMove: "Moving a unit needs the right where it is taken from, too."
        case .costCentreTaken: "The account has a cost centre of this code already."
        case .alreadyInTheTeam: "The person has this function in the account's team from that day already."
        }
    }
}
