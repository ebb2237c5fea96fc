/// A named set of permissions, each with its reach.
package struct Role: Sendable, Equatable {
    package let name: String
    package let permissions: [Permission: Reach]

    package init(name: String, permissions: [Permission: Reach]) {
        self.name = name
        self.permissions = permissions
    }

    init(name: String, own: Set<Permission> = [], unit: Set<Permission> = [], account: Set<Permission> = []) {
        var permissions: [Permission: Reach] = [:]
        for permission in own { permissions[permission] = .own }
        for permission in unit { permissions[permission] = .unit }
        for permission in account { permissions[permission] = .account }
        self.init(name: name, permissions: permissions)
    }

    /// The widest reach that any of `roles` gives each permission.
    package static func united(_ roles: some Sequence<Role>) -> [Permission: Reach] {
        roles.reduce(into: [:]) { united, role in united.merge(role.permissions, uniquingKeysWith: max) }
    }

    /// What the account team may do in its accounts: read everything, and write of its own only what it knows of the customer.
    /// No path leads a rep round the buyer or the approver (product.md rules 7 and 9).
    package static let accountTeam = Role(name: "accountTeam", account: Permission.reading.union([.readAccountView, .logInteractions]))

    /// With `read` access, and for those who see all accounts without being in the team.
    package static let accountReader = Role(name: "accountReader", account: Permission.reading.union([.readAccountView]))

    /// What a partner's people may do where the partner is the reseller of record.
    package static let partner = Role(name: "partner", account: [.readOrders])
}
