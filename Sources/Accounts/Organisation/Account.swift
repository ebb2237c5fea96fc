package import Kernel

/// A corporate customer: the unit of isolation.
package struct Account: Sendable, Equatable {
    package let id: AccountID
    /// The name of this account in the system it came from; unique over all accounts.
    package let externalID: String?
    package let name: String
    /// An IANA name: contract days and membership days begin and end by it.
    package let timeZone: String
    package let language: String
    package let currency: Currency
    package let isActive: Bool
    package let version: Int

    package init(
        id: AccountID, externalID: String? = nil, name: String, timeZone: String, language: String = "en", currency: Currency,
        isActive: Bool = true, version: Int = 1
    ) {
        self.id = id
        self.externalID = externalID
        self.name = name
        self.timeZone = timeZone
        self.language = language
        self.currency = currency
        self.isActive = isActive
        self.version = version
    }
}

package typealias AccountID = ID<Account>
