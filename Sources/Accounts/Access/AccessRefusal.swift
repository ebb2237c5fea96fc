package import Kernel

package enum AccessRefusal: Refusal, Equatable {
    /// No token, or one that opens nothing: unknown, expired or ended. Which of these is not told.
    case notSignedIn
    /// The account does not exist, or not for this person (rule 19).
    case accountNotFound
    case notPermitted(Permission)
    case notAMember
    /// Only the supplier's people.
    case notStaff
    /// Only staff who read the feed of every account.
    case notAFeedReader
    /// Only somebody who has signed in, and no program with a key of theirs.
    case sessionRequired

    package var kind: RefusalKind {
        switch self {
        case .notSignedIn: .unauthenticated
        case .accountNotFound: .notFound
        case .notPermitted, .notAMember, .notStaff, .notAFeedReader, .sessionRequired: .forbidden
        }
    }

    package var code: String {
        switch self {
        case .notSignedIn: "not-signed-in"
        case .accountNotFound: "account-not-found"
        case .notPermitted: "not-permitted"
        case .notAMember: "not-a-member"
        case .notStaff: "not-staff"
        case .notAFeedReader: "not-a-feed-reader"
        case .sessionRequired: "session-required"
        }
    }

    package var sentence: String {
        switch self {
        case .notSignedIn: "Sign in first: the request carries no token that is valid now."
        case .accountNotFound: "There is no such account."
        case .notPermitted(let permission): "Your roles in this account do not include \(permission.rawValue)."
        case .notAMember: "Only a member of the account does this."
        case .notStaff: "Only the supplier's people do this."
        case .notAFeedReader: "Only those who read the feed of every account do this."
        case .sessionRequired: "An API key does not do this: sign in with your password."
        }
    }

    package var facts: [String: Fact] {
        guard case .notPermitted(let permission) = self else { return [:] }
        return ["permission": .text(permission.rawValue)]
    }
}
