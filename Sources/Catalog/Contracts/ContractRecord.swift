package import Accounts
package import Kernel

/// How a path names a contract.
package enum ContractKey: Sendable, Equatable {
    case id(ContractID)
    case number(String)
}

/// A contract as the supplier keeps it: all its versions, and the draft of the next.
package struct ContractRecord: Sendable, Equatable {
    package struct Version: Sendable, Equatable {
        package let number: Int
        /// First and last day in the account's time zone, both inclusive.
        package let validFrom: LocalDate
        package let validTo: LocalDate?
        package let publishedAt: Instant
    }

    package let id: ContractID
    package let number: String
    package let name: String
    package let unit: UnitID
    package let currency: Currency
    /// Counts every change, of the draft too.
    package internal(set) var revision: Int
    /// The last day, where it was ended before its versions say.
    package internal(set) var endedOn: LocalDate?
    package internal(set) var draft: ContractContent?
    /// The latest first.
    package internal(set) var versions: [Version]
}

/// What publishing the draft would do: nothing while it has faults.
package struct ContractVerdict: Sendable, Equatable {
    package let faults: [Fault]
    /// What may be meant so, and is worth a look.
    package let warnings: [Fault]
    package let touches: TouchedQuotes
}
