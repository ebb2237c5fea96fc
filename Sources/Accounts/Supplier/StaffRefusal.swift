package import Kernel

/// Why somebody is not made one of the supplier's people, or not changed.
package enum StaffRefusal: Refusal, Equatable {
    case notFound
    case alreadyStaff
    /// The e-mail address is nobody's, and no name was given to make somebody of.
    case nameNeeded
    case moreThanYouHold(Set<StaffPermission>)
    case lastManager

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .alreadyStaff, .lastManager: .conflict
        case .nameNeeded: .invalid([Fault("/name", "required", "Nobody has this e-mail address yet: say what they are called.")])
        case .moreThanYouHold: .forbidden
        }
    }

    package var code: String {
        switch self {
        case .notFound: "staff-not-found"
        case .alreadyStaff: "already-staff"
        case .nameNeeded: "name-needed"
        case .moreThanYouHold: "more-than-you-hold"
        case .lastManager: "last-staff-manager"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "None of the supplier's people has this id."
        case .alreadyStaff: "The person is one of the supplier's people already, perhaps ended."
        case .nameNeeded: "Nobody has this e-mail address yet; a new person needs a name."
        case .moreThanYouHold(let permissions):
            "Nobody gives more than they hold: you do not have \(permissions.ordered.map(\.rawValue).joined(separator: ", "))."
        case .lastManager: "Nobody would be left who manages the supplier's people; give that to somebody else first."
        }
    }

    package var facts: [String: Fact] {
        guard case .moreThanYouHold(let permissions) = self else { return [:] }
        return ["staffPermissions": .list(permissions.ordered.map { .text($0.rawValue) })]
    }
}
