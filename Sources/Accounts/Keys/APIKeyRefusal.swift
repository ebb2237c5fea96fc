package import Kernel

package enum APIKeyRefusal: Refusal, Equatable {
    /// There is none, or not for this caller.
    case notFound
    /// Only its person changes or rotates a key.
    case notYours
    /// It is revoked or expired: that is not undone.
    case ended
    case worksHere
    case tooMany
    case moreThanYouHold([Permission])
    case endIsPast
    case overlapTooLong

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .notYours, .moreThanYouHold: .forbidden
        case .ended, .worksHere, .tooMany: .conflict
        case .endIsPast: .invalid([Fault("/expiresAt", "notLater", "A time that is to come.")])
        case .overlapTooLong:
            .invalid([Fault("/oldSecretExpiresAt", "outOfRange", "From now on, and at most \(Limits.apiKeyOverlapDays) days.")])
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .notYours: "not-your-api-key"
        case .ended: "api-key-ended"
        case .worksHere: "api-key-works-here"
        case .tooMany: "too-many-api-keys"
        case .moreThanYouHold: "more-than-you-hold"
        case .endIsPast: "api-key-end-is-past"
        case .overlapTooLong: "api-key-overlap-too-long"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such API key in this account."
        case .notYours: "Only whose key it is changes it; you may revoke it."
        case .ended: "The key is revoked or has come to its end: make another one."
        case .worksHere: "The key works in this account already."
        case .tooMany: "You have as many keys as a person may have; revoke some that are not used."
        case .moreThanYouHold(let permissions):
            "A key is for nothing that you may not do yourself: you do not hold \(permissions.map(\.rawValue).joined(separator: ", "))."
        case .endIsPast: "The key's end would be past."
        case .overlapTooLong: "The old secret may work for at most \(Limits.apiKeyOverlapDays) days more."
        }
    }

    package var facts: [String: Fact] {
        guard case .moreThanYouHold(let permissions) = self else { return [:] }
        return ["permissions": .list(permissions.map { .text($0.rawValue) })]
    }
}
