package import Kernel

extension StageContractLines {
    package struct Options: Sendable, Equatable {
        /// Finds out everything and keeps nothing.
        package var isDryRun = false
        /// Whether the rest goes in where some cannot.
        package var skipsBad = false
        /// Beside the rules that there are, and in the place of the same; else in the place of all.
        package var adds = false
        package var publishes = false
        /// The days of the next version; without them those of the draft, or from today to when the version before ends.
        package var validFrom: LocalDate?
        package var validTo: LocalDate?
        /// Published versions whose days it overlaps on purpose.
        package var replaces: [Int] = []

        package init() {}
    }

    package struct Outcome: Sendable, Equatable {
        package var read = 0
        /// Lines, those with them that make one rule included.
        package var refused = 0
        package var contracts: [ContractOutcome] = []

        package init() {}
    }

    /// What became of one contract.
    package struct ContractOutcome: Sendable, Equatable, Codable {
        package enum State: String, Sendable, Codable { case unchanged, drafted, published, refused }

        package let number: String
        package var state: State
        /// The version that was published.
        package var version: Int?
        /// Rules against the version in force.
        package var added = 0
        package var changed = 0
        package var removed = 0
        /// What keeps the draft from being published and stands on no line of the file.
        package var obstacles: [String] = []
        /// Of a version that is published: which open quotes it makes a difference to.
        package var touches: TouchedSummary?

        mutating func count(_ what: ContractRuleDifference.What) {
            switch what {
            case .added: added += 1
            case .changed: changed += 1
            case .removed: removed += 1
            }
        }
    }

    /// What the lines are read against.
    package struct Known: Sendable {
        private let contracts: [String: (number: String, currency: Currency)]

        init(_ contracts: [(number: String, currency: Currency)]) {
            self.contracts = Dictionary(contracts.map { ($0.number.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        }

        /// A number is one however it is written; nil for a contract that the account has not.
        package func contract(numbered number: String) -> (number: String, currency: Currency)? { contracts[number.lowercased()] }
    }

    /// Where to tell what is found out, as it is found.
    package struct Listener {
        let refuse: (Int, Fault) throws -> Void
        let differ: (ContractRuleDifference) throws -> Void

        /// - Parameter refuse: called with the line, and a fault whose pointer is the column.
        package init(refuse: @escaping (Int, Fault) throws -> Void, differ: @escaping (ContractRuleDifference) throws -> Void) {
            self.refuse = refuse
            self.differ = differ
        }
    }
}
