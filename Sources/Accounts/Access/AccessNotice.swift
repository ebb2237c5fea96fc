import FoundationEssentials
import Kernel

/// What the database tells of a change in who may do what (Migrations/0025): whose is no longer known.
enum AccessNotice: Sendable, Hashable {
    case account(AccountID)
    case person(PersonID)
    /// A session or an API key.
    case credential(UUID)
    /// Anything, so everything: what was missed while nobody listened, and what a later version may tell of.
    case everything

    init(_ payload: String) {
        let words = payload.split(separator: " ")
        guard words.count == 2, let id = UUID(uuidString: String(words[1])) else {
            self = .everything
            return
        }
        switch words[0] {
        case "account": self = .account(AccountID(id))
        case "person": self = .person(PersonID(id))
        case "credential": self = .credential(id)
        default: self = .everything
        }
    }

    static let channel = "purveyor_access"
}
