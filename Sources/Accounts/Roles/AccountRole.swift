package import Kernel

/// A role that an account has made for itself. Memberships name it by its key, which never changes; it is disabled and never deleted.
package struct AccountRole: Sendable, Equatable {
    package let id: AccountRoleID
    package let key: RoleKey
    package var name: String
    package var permissions: [Permission: Reach]
    /// Of those who have it, where their membership has none of its own.
    package var limits: [SpendingLimit]
    /// Disabled it grants nothing.
    package var disabledAt: Instant?
    package var version: Int

    package init(
        id: AccountRoleID, key: RoleKey, name: String, permissions: [Permission: Reach], limits: [SpendingLimit] = [],
        disabledAt: Instant? = nil, version: Int = 1
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.permissions = permissions
        self.limits = limits
        self.disabledAt = disabledAt
        self.version = version
    }

    /// What it grants today.
    package var role: Role { Role(name: key.rawValue, permissions: disabledAt == nil ? permissions : [:]) }
}

package typealias AccountRoleID = ID<AccountRole>
