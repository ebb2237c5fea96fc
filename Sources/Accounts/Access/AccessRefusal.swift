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
    /// One of the supplier's people without this permission.
    case notForThisStaff(StaffPermission)
    /// One of the supplier's people who reads here and does not write.
    case readsOnly
    /// Who names a member to act for, and does not act for members here.
    case notARep
    case representedMemberNotFound
    /// What a member does in person.
    case notOnBehalf
    /// A partner's person, anywhere but at the orders.
    case partnersReadOrders
    /// Only somebody who has signed in, and no program with a key of theirs.
    case sessionRequired

    package var kind: RefusalKind {
        switch self {
        case .notSignedIn: .unauthenticated
        case .accountNotFound, .representedMemberNotFound: .notFound
        case .notPermitted, .notAMember, .notStaff, .notAFeedReader, .notForThisStaff, .readsOnly, .notARep, .notOnBehalf,
            .partnersReadOrders, .sessionRequired:
            .forbidden
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
        case .notForThisStaff: "staff-permission-missing"
        case .readsOnly: "edit-access-needed"
        case .notARep: "not-a-rep"
        case .representedMemberNotFound: "represented-member-not-found"
        case .notOnBehalf: "not-on-behalf"
        case .partnersReadOrders: "partners-read-orders"
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
        case .notForThisStaff(let permission): "Only those of the supplier's people who have \(permission.rawValue) do this."
        case .readsOnly: "Only who serves the account with edit access does this."
        case .notARep: "On behalf of a member acts who serves the account with edit access and a function that does so."
        case .representedMemberNotFound: "There is no membership of somebody else in force in this account under this id."
        case .notOnBehalf: "Nobody does this on behalf of another: the member does it in person."
        case .partnersReadOrders: "A partner's people read the account's orders, and nothing else of it."
        case .sessionRequired: "An API key does not do this: sign in with your password."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .notPermitted(let permission): ["permission": .text(permission.rawValue)]
        case .notForThisStaff(let permission): ["staffPermission": .text(permission.rawValue)]
        default: [:]
        }
    }
}
