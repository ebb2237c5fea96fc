package import Kernel

/// A node in an account's tree: a company, a division, a department.
package struct Unit: Sendable, Equatable {
    package let account: AccountID
    package let id: UnitID
    /// Nil for the one root unit of the account.
    package var parent: UnitID?
    package var name: String
    /// The name of this unit in the system it came from; unique in the account.
    package let externalID: String?
    /// Nil: that of the nearest unit above that has one.
    package var language: String?
    /// By itself; `UnitTree.isDisabled` knows of those above.
    package var disabledAt: Instant?
    package var version: Int

    package init(
        account: AccountID, id: UnitID, parent: UnitID?, name: String, externalID: String? = nil, language: String? = nil,
        disabledAt: Instant? = nil, version: Int = 1
    ) {
        self.account = account
        self.id = id
        self.parent = parent
        self.name = name
        self.externalID = externalID
        self.language = language
        self.disabledAt = disabledAt
        self.version = version
    }
}

package typealias UnitID = ID<Unit>
