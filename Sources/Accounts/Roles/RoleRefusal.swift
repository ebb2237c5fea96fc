package import Kernel

/// Why a role is not made or not changed.
package enum RoleRefusal: Refusal, Equatable {
    case notFound
    case builtIn
    case keyTaken
    /// The giver does not hold these, or not everywhere that the role would give them.
    case moreThanYouHold([Permission])
    case onlyTheSupplier([Permission])
    /// The caller would give these to themselves.
    case forYourself([Permission])
    case tooNarrow([Permission])
    case lastAdmin
    /// Nothing but what the supplier has given would be left in it.
    case nothingOfItsOwn

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .builtIn, .keyTaken, .lastAdmin: .conflict
        case .moreThanYouHold, .onlyTheSupplier, .forYourself: .forbidden
        case .tooNarrow: .invalid([Fault("/permissions", "tooNarrow", "These hold for the whole account: give them the reach account.")])
        case .nothingOfItsOwn: .invalid([Fault("/permissions", "none", "At least one that the account gives.")])
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .builtIn: "built-in-role"
        case .keyTaken: "role-key-taken"
        case .moreThanYouHold: "more-than-you-hold"
        case .onlyTheSupplier: "only-the-supplier"
        case .forYourself: "for-yourself"
        case .tooNarrow: "reach-too-narrow"
        case .lastAdmin: "last-account-admin"
        case .nothingOfItsOwn: "role-without-its-own"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such role in this account."
        case .builtIn: "This role is built in: every account has it, and nobody changes it."
        case .keyTaken: "The account has a role of this key already, or a built-in one has it."
        case .moreThanYouHold(let permissions):
            "Nobody gives more than they hold: you do not hold \(permissions.words) as far as this would reach."
        case .onlyTheSupplier(let permissions): "Only the supplier gives \(permissions.words)."
        case .forYourself(let permissions): "You would give yourself \(permissions.words); somebody else has to."
        case .tooNarrow(let permissions): "\(permissions.words) can be given for the whole account only."
        case .lastAdmin: "Nobody would be left who manages the account's members and roles; give that to somebody else first."
        case .nothingOfItsOwn: "A role has something that the account gives, beside what the supplier has given to it."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .moreThanYouHold(let permissions), .onlyTheSupplier(let permissions), .forYourself(let permissions),
            .tooNarrow(let permissions):
            ["permissions": .list(permissions.map { .text($0.rawValue) })]
        case .notFound, .builtIn, .keyTaken, .lastAdmin, .nothingOfItsOwn: [:]
        }
    }
}

extension [Permission] {
    fileprivate var words: String { map(\.rawValue).joined(separator: ", ") }
}
