import FoundationEssentials
package import Kernel

/// The day that prices are asked for, and what the database changes with the account's contracts: contracts in force that were found under
/// the same stamp are still those.
package struct ContractStamp: Sendable, Equatable {
    package let day: LocalDate
    /// Nil where the account never had a contract.
    let revision: UUID?
}
