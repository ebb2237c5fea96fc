package import Kernel

/// What can be done to a quote.
package enum QuoteAct: String, Sendable, CaseIterable {
    case edit, reprice, submit, recall, approve, reject, `return`, cancel, order
}

/// The table of legal moves (product.md, 3. States).
package enum QuoteTurns {
    package static let table: [Quote.State: [QuoteAct: Quote.State]] = [
        .draft: [.edit: .draft, .reprice: .draft, .submit: .submitted, .cancel: .cancelled],
        .requested: [.cancel: .cancelled],
        .offered: [.cancel: .cancelled],
        .submitted: [.recall: .draft, .approve: .approved, .reject: .rejected, .return: .draft, .cancel: .cancelled],
        .approved: [.edit: .draft, .reprice: .draft, .order: .ordered, .cancel: .cancelled],
        .rejected: [.edit: .draft, .reprice: .draft, .cancel: .cancelled],
        .ordered: [:],
        .cancelled: [:],
    ]

    package static func next(_ state: Quote.State, _ act: QuoteAct) -> Quote.State? { table[state]?[act] }
}

extension Quote {
    /// Moves to where `act` leads, one version on.
    /// - Throws: `QuoteRefusal.notPossible` where the table has no such move.
    package mutating func apply(_ act: QuoteAct, at now: Instant) throws(QuoteRefusal) {
        guard let next = QuoteTurns.next(state, act) else { throw .notPossible(act, state) }
        // What comes back to the buyer's hands is the next revision, and needs a new plan: the submitted one never changes (rule 11).
        if next == .draft, state != .draft { revision += 1 }
        state = next
        version += 1
        updatedAt = now
    }
}
