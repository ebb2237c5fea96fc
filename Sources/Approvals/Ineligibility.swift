import Kernel

/// Why somebody with a step's role cannot decide it.
package enum Ineligibility: String, Sendable {
    case requested, submitted, edited, mayNotDecide, limit

    /// After a name.
    var predicate: String {
        switch self {
        case .requested: "asked for it"
        case .submitted: "submitted it"
        case .edited: "changed it"
        case .mayNotDecide: "may not decide"
        case .limit: "may not approve so much"
        }
    }
}

/// Somebody with a step's role who cannot decide it.
package struct ExcludedApprover: Sendable, Equatable {
    package let name: String
    package let because: Ineligibility

    package init(name: String, because: Ineligibility) {
        self.name = name
        self.because = because
    }

    var fact: Fact { .object(["name": .text(name), "because": .text(because.rawValue)]) }
}
