/// What a membership names a role by: a built-in one's word, or the key that an account gave its own.
package struct RoleKey: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(_ role: BuiltInRole) {
        rawValue = role.rawValue
    }

    /// Nil for one of an account's own.
    package var builtIn: BuiltInRole? { BuiltInRole(rawValue: rawValue) }

    package var description: String { rawValue }

    package static let shopper = RoleKey(.shopper)
    package static let buyer = RoleKey(.buyer)
    package static let approver = RoleKey(.approver)
    package static let accountAdmin = RoleKey(.accountAdmin)
    package static let auditor = RoleKey(.auditor)
}

extension BuiltInRole {
    package var key: RoleKey { RoleKey(self) }
}
