package import Kernel

/// Why the organisation stays as it is: something waits that nobody could decide any more.
package enum StepRefusal: Refusal, Equatable {
    /// Those of them that the caller may see, and how many there are.
    case nobodyElseEligible([StrandedStep], count: Int)

    package var kind: RefusalKind { .conflict }
    package var code: String { "nobody-else-eligible" }

    package var sentence: String {
        switch self {
        case .nobodyElseEligible(_, let count):
            "Nobody could decide \(count) of the steps that wait, or not for as long as now: "
                + "give somebody else the role over their unit first."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .nobodyElseEligible(let steps, _): ["steps": .list(steps.map(\.fact))]
        }
    }
}
