package import Kernel

/// The day that prices are asked for, and how often the account's contracts had changed when it was read: contracts in force that were
/// found under the same stamp are still those.
package struct ContractStamp: Sendable, Equatable {
    package let day: LocalDate
    package let revision: Int
}
