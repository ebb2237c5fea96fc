import Kernel

/// A membership in force, with what its roles grant and where.
package struct Place: Sendable, Equatable {
    package let membership: Membership
    package let tree: UnitTree
    /// The widest reach that any of its roles gives each permission.
    package let permissions: [Permission: Reach]
    /// What some role grants for what is one's own, whatever another grants beside it.
    let ownPermissions: Set<Permission>

    /// - Parameter roles: those of the membership that count today.
    package init(membership: Membership, roles: some Collection<Role>, tree: UnitTree) {
        self.membership = membership
        self.tree = tree
        permissions = Role.united(roles)
        ownPermissions = Set(roles.flatMap { role in role.permissions.filter { $0.value == .own }.keys })
    }

    /// Whether a unit is this membership's or below it.
    package func holds(_ unit: UnitID) -> Bool { tree.isAt(unit, orBelow: membership.unit) }

    package func scope(of permission: Permission) -> Scope? { [self].scope(of: permission) }
}

extension [Place] {
    /// What several memberships cover together. `account` is everything. `unit` covers the membership's unit and all below it; several add
    /// up. `own` covers what the person owns through any membership in the account, wherever it is.
    func scope(of permission: Permission) -> Scope? {
        let granted = filter { $0.permissions[permission] != nil }
        guard let tree = granted.first?.tree else { return nil }
        if granted.contains(where: { $0.permissions[permission] == .account }) { return .account }
        let tops = granted.filter { $0.permissions[permission] == .unit }.map(\.membership.unit)
        let ownsCount = granted.contains { $0.ownPermissions.contains(permission) }
        return Scope(below: tops, in: tree, owners: ownsCount ? map(\.membership.id) : [])
    }
}
