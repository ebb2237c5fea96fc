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

    package var kind: RefusalKind {
        switch self {
        case .externalIDTaken, .emailTaken, .hasARootUnit, .alreadyAMember, .alreadyInTheTeam: .conflict
        case .unitNotFound, .membershipNotFound, .personNotFound: .notFound
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
        }
    }

    package var sentence: String {
        switch self {
        case .externalIDTaken: "Another account has this external id."
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
        case .alreadyInTheTeam: "The person has this function in the account's team from that day already."
        }
    }
}
