/// Refusals of one input, gathered so that all are told at once (product.md rule 22).
package struct InputRefusals: Sendable {
    private var refusals: [any Refusal] = []

    package init() {}

    /// Runs a check, and keeps it for later if the input is invalid; whatever else it throws it throws now.
    package mutating func gather(_ check: () throws -> Void) throws {
        do {
            try check()
        } catch let refusal as any Refusal {
            guard case .invalid = refusal.kind else { throw refusal }
            refusals.append(refusal)
        }
    }

    /// - Throws: the one that there is, or a `RefusedInput` of several.
    package func finish() throws {
        guard let first = refusals.first else { return }
        throw refusals.count == 1 ? first : RefusedInput(refusals)
    }
}

/// Several things are wrong with an input, each of which would refuse it alone.
package struct RefusedInput: Refusal {
    package let refusals: [any Refusal]

    init(_ refusals: [any Refusal]) {
        self.refusals = refusals
    }

    package var kind: RefusalKind {
        .invalid(
            refusals.flatMap { refusal in
                if case .invalid(let faults) = refusal.kind { faults } else { [] as [Fault] }
            })
    }

    package var code: String { "invalid-input" }
    package var sentence: String { "Something in the request cannot be accepted; errors says what." }
    package var facts: [String: Fact] { refusals.reduce(into: [:]) { $0.merge($1.facts) { first, _ in first } } }
}
