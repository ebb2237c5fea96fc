import Kernel

/// A membership in force, with what its roles grant and where.
package struct Place: Sendable, Equatable {
    package let membership: Membership
    package let tree: UnitTree
    /// Those of its roles that count today: one that is disabled grants nothing and stands for nobody.
    package let roles: Set<RoleKey>
    /// The widest reach that any of its roles gives each permission.
    package let permissions: [Permission: Reach]
    /// The memberships of those who have left what was theirs to this one.
    package let inherited: [MembershipID]
    /// Which of its roles grants each permission, and how far.
    package let sources: [Permission: [RoleKey: Reach]]
    /// What some role grants for what is one's own, whatever another grants beside it.
    let ownPermissions: Set<Permission>

    /// - Parameter roles: those of the membership that count today.
    package init(membership: Membership, roles: some Collection<Role>, tree: UnitTree, inherited: [MembershipID] = []) {
        self.membership = membership
        self.tree = tree
        self.roles = Set(roles.map { RoleKey(rawValue: $0.name) })
        self.inherited = inherited
        permissions = Role.united(roles)
        sources = roles.reduce(into: [:]) { sources, role in
            for (permission, reach) in role.permissions { sources[permission, default: [:]][RoleKey(rawValue: role.name)] = reach }
        }
        ownPermissions = Set(roles.flatMap { role in role.permissions.filter { $0.value == .own }.keys })
    }

    private init(_ whole: Place, only allowed: Set<Permission>) {
        membership = whole.membership
        tree = whole.tree
        roles = whole.roles
        inherited = whole.inherited
        permissions = whole.permissions.filter { allowed.contains($0.key) }
        sources = whole.sources.filter { allowed.contains($0.key) }
        ownPermissions = whole.ownPermissions.intersection(allowed)
    }

    /// What is left of it for a credential that is good for some permissions only.
    func restricted(to allowed: Set<Permission>) -> Place { Place(self, only: allowed) }

    /// All that its roles give; the narrower beside the wider, since what is one's own may lie outside the unit.
    var grants: [Grant] {
        permissions.map { Grant($0.key, $0.value, in: membership.unit) } + ownPermissions.map { Grant($0, .own, in: membership.unit) }
    }

    /// Whether a unit is this membership's or below it.
    package func holds(_ unit: UnitID) -> Bool { tree.isAt(unit, orBelow: membership.unit) }

    package func scope(of permission: Permission) -> Scope? { [self].scope(of: permission) }
}

extension [Place] {
    /// What several memberships cover together. `account` is everything. `unit` covers the membership's unit and all below it; several add
    /// up. `own` covers what the person owns through any membership in the account, wherever it is, and what was left to them.
    func scope(of permission: Permission) -> Scope? {
        let granted = filter { $0.permissions[permission] != nil }
        guard let tree = granted.first?.tree else { return nil }
        if granted.contains(where: { $0.permissions[permission] == .account }) { return .account }
        let tops = granted.filter { $0.permissions[permission] == .unit }.map(\.membership.unit)
        let ownsCount = granted.contains { $0.ownPermissions.contains(permission) }
        return Scope(below: tops, in: tree, owners: ownsCount ? flatMap { [$0.membership.id] + $0.inherited } : [])
    }
}
