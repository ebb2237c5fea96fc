package import Kernel

/// Why a contract stays as it is.
package enum ContractRefusal: Refusal, Equatable {
    /// What one may not see does not exist (rule 19).
    case notFound
    case numberTaken
    case unknownUnit
    case noDraft
    case neverPublished
    /// No version holds on the day.
    case notInForce(LocalDate)
    /// Sums over the whole contract's orders, for who reads only some of them.
    case ordersBeyondScope
    case faulty([Fault])
    /// Before the day on which it could still be ended.
    case endsInThePast(earliest: LocalDate)
    case ended(LocalDate)

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .numberTaken, .noDraft, .neverPublished, .notInForce, .ended: .conflict
        case .ordersBeyondScope: .forbidden
        case .unknownUnit: .invalid([Fault("/unit", "unknownUnit", "The account has no such unit that is not disabled.")])
        case .faulty(let faults): .invalid(faults)
        case .endsInThePast(let earliest):
            .invalid([Fault("/on", "inThePast", "Its prices were shown on days before \(earliest).")])
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .numberTaken: "contract-number-taken"
        case .unknownUnit: "contract-unit-not-found"
        case .noDraft: "no-contract-draft"
        case .neverPublished: "contract-never-published"
        case .notInForce: "contract-not-in-force"
        case .ordersBeyondScope: "orders-of-the-contract-needed"
        case .faulty: "contract-faulty"
        case .endsInThePast: "contract-ends-in-the-past"
        case .ended: "contract-ended"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such contract."
        case .numberTaken: "The account has a contract with this number already."
        case .unknownUnit: "The account has no such unit."
        case .notInForce(let day): "No version of the contract holds on \(day)."
        case .ordersBeyondScope: "What was ordered under the contract is read by who reads the orders of its whole unit."
        case .noDraft: "The contract has no draft that could be published."
        case .neverPublished: "The contract was never published, so there is nothing to end; throw its draft away."
        case .faulty: "The draft cannot be published as it is."
        case .endsInThePast: "A contract is ended today or later, or with yesterday as its last day."
        case .ended(let day): "The contract ends on \(day) already."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .ended(let day): ["endsOn": .text(day.description)]
        case .notInForce(let day): ["on": .text(day.description)]
        default: [:]
        }
    }
}
