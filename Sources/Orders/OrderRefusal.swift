package import Kernel
package import Quotes

/// Why no order is made or shown.
package enum OrderRefusal: Refusal, Equatable {
    case notFound
    case notApproved(Quote.State)
    /// Rule 13: there is one already.
    case alreadyOrdered(DocumentNumber?)

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .notApproved, .alreadyOrdered: .conflict
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .notApproved: "not-approved"
        case .alreadyOrdered: "already-ordered"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such order."
        case .notApproved(let state): "Only an approved quote can be ordered; this one is \(state.rawValue)."
        case .alreadyOrdered(let number?): "The quote has been ordered: \(number)."
        case .alreadyOrdered(nil): "The quote has been ordered."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .notFound, .alreadyOrdered(nil): [:]
        case .notApproved(let state): ["state": .text(state.rawValue)]
        case .alreadyOrdered(let number?): ["order": .text(number.description)]
        }
    }
}
