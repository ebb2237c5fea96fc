package import Accounts
package import Kernel

package typealias ContractID = ID<Contract>

/// A contract together with the one version of it that is in force on a day, as seen from a unit. Immutable and an object, because every
/// rule that is looked at for a price names it.
package final class Contract: Sendable {
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
    /// The last day, where it was ended before its versions say.
    package let endsOn: LocalDate?

    package init(
        id: ContractID, number: String, name: String, unit: UnitID, distance: Int, currency: Currency, version: Int, validFrom: LocalDate,
        validTo: LocalDate?, priceHoldDays: Int, paymentTerms: String?, isBestPrice: Bool, endsOn: LocalDate? = nil
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
        self.endsOn = endsOn
    }

    package var key: ContractVersionKey { ContractVersionKey(contract: id, version: version) }
}

extension Contract: Equatable {
    package static func == (left: Contract, right: Contract) -> Bool {
        left === right
            || (left.id, left.number, left.name, left.unit, left.distance, left.currency)
                == (right.id, right.number, right.name, right.unit, right.distance, right.currency)
                && (left.version, left.validFrom, left.validTo, left.endsOn)
                    == (right.version, right.validFrom, right.validTo, right.endsOn)
                && (left.priceHoldDays, left.paymentTerms, left.isBestPrice)
                    == (right.priceHoldDays, right.paymentTerms, right.isBestPrice)
    }
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
