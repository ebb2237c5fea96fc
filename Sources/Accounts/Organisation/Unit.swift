package import Kernel

/// A node in an account's tree: a company, a division, a department.
package struct Unit: Sendable, Equatable {
    package let account: AccountID
    package let id: UnitID
    /// Nil for the one root unit of the account.
    package let parent: UnitID?
    package let name: String

    package init(account: AccountID, id: UnitID, parent: UnitID?, name: String) {
        self.account = account
        self.id = id
        self.parent = parent
        self.name = name
    }
}

package typealias UnitID = ID<Unit>
