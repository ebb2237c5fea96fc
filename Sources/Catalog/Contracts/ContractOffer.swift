package import Accounts
package import Kernel

/// What a file says of a contract: its versions, one after the other.
package struct ContractOffer: Sendable, Equatable {
    package let number: String
    package let name: String
    package var unit: UnitID
    package let currency: Currency
    package let versions: [ContractContent]

    package init(number: String, name: String, unit: UnitID, currency: Currency, versions: [ContractContent]) {
        self.number = number
        self.name = name
        self.unit = unit
        self.currency = currency
        self.versions = versions
    }

    /// Something that keeps it from being published.
    package struct Flaw: Sendable, Equatable {
        /// The place of the version among the offer's; nil where the contract as such is meant.
        package let version: Int?
        /// With its place in the version, or in the contract: `/number`, `/name`, `/unit`, `/currency`.
        package let fault: Fault
    }
}

/// What the account has of an offer's contract.
struct StoredOffer: Sendable {
    /// A version that a file published.
    struct Published: Sendable {
        let number: Int
        /// Of what the file said; nil where that was not kept.
        let said: Digest?
        /// Of the version's rules, days and payment terms.
        let rules: Digest
    }

    /// Nil where the contract is new.
    let record: ContractRecord?
    /// The earliest first.
    let published: [Published]
    let unitIsDisabled: Bool
}
