package import Accounts
package import Kernel

package typealias ContractID = ID<Contract>

/// A contract together with the one version of it that is in force on a day, as seen from a unit.
package struct Contract: Sendable, Equatable {
    package let id: ContractID
    package let number: String
    package let name: String
    package let unit: UnitID
    /// Steps from the unit that asks up to the contract's unit; zero is its own.
    package let distance: Int
    package let currency: Currency
    package let version: Int
    /// First and last day in the account's time zone, both inclusive.
    package let validFrom: LocalDate
    package let validTo: LocalDate?
    package let priceHoldDays: Int
    package let paymentTerms: String?
    package let isBestPrice: Bool

    package init(
        id: ContractID, number: String, name: String, unit: UnitID, distance: Int, currency: Currency, version: Int, validFrom: LocalDate,
        validTo: LocalDate?, priceHoldDays: Int, paymentTerms: String?, isBestPrice: Bool
    ) {
        self.id = id
        self.number = number
        self.name = name
        self.unit = unit
        self.distance = distance
        self.currency = currency
        self.version = version
        self.validFrom = validFrom
        self.validTo = validTo
        self.priceHoldDays = priceHoldDays
        self.paymentTerms = paymentTerms
        self.isBestPrice = isBestPrice
    }

    package var key: ContractVersionKey { ContractVersionKey(contract: id, version: version) }
}

/// Names one published version; what it names never changes.
package struct ContractVersionKey: Sendable, Hashable {
    package let contract: ContractID
    package let version: Int

    package init(contract: ContractID, version: Int) {
        self.contract = contract
        self.version = version
    }
}
