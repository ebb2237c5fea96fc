package import Kernel

/// Why a configuration stays as it is, or has no price.
package enum ConfigurationRefusal: Refusal, Equatable {
    /// What one may not see does not exist (rule 19).
    case notFound
    case numberTaken
    case unknownUnit
    case faulty([Fault])
    /// Before the day on which it could still be ended.
    case endsInThePast(earliest: LocalDate)
    case ended(LocalDate)
    /// What it is built on is not in the caller's assortment.
    case notAvailable
    /// Every violation of a selection at once.
    case selection([Fault])
    case tooLarge
    /// Of several lines those whose configuration is not in force for the caller, or not available, each with its place.
    case unknown([Fault])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .numberTaken, .ended, .notAvailable: .conflict
        case .unknownUnit: .invalid([Fault("/unit", "unknownUnit", "The account has no such unit that is not disabled.")])
        case .faulty(let faults), .selection(let faults), .unknown(let faults): .invalid(faults)
        case .endsInThePast(let earliest):
            .invalid([Fault("/on", "inThePast", "It was shown on days before \(earliest).")])
        case .tooLarge: .invalid([Fault("/quantity", "tooLarge", "The total is too large.")])
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .numberTaken: "configuration-number-taken"
        case .unknownUnit: "configuration-unit-not-found"
        case .faulty: "configuration-faulty"
        case .endsInThePast: "configuration-ends-in-the-past"
        case .ended: "configuration-ended"
        case .notAvailable: "configuration-not-available"
        case .selection: "configuration-selection"
        case .unknown: "unknown-configurations"
        case .tooLarge: "amount-too-large"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such configuration."
        case .numberTaken: "The account has a configuration with this number already."
        case .unknownUnit: "The account has no such unit."
        case .faulty: "The configuration cannot be published as it is."
        case .endsInThePast: "A configuration is ended today or later, or with yesterday as its last day."
        case .ended(let day): "The configuration ends on \(day) already."
        case .notAvailable: "Your contract catalog does not hold what this configuration is built on."
        case .unknown: "Some of these configurations are not there for you, or your contract catalog does not hold what they are built on."
        case .selection: "What was chosen does not fit the configuration."
        case .tooLarge: "The total is too large to be stored exactly."
        }
    }

    package var facts: [String: Fact] {
        if case .ended(let day) = self { ["endsOn": .text(day.description)] } else { [:] }
    }
}
