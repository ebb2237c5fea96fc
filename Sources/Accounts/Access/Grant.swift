/// What a role gives to a member of one unit: a permission, and how far it reaches from there.
package struct Grant: Sendable, Hashable {
    package let permission: Permission
    package let reach: Reach
    package let unit: UnitID

    package init(_ permission: Permission, _ reach: Reach, in unit: UnitID) {
        self.permission = permission
        self.reach = reach
        self.unit = unit
    }

    /// Everything that some roles give in a unit.
    static func all(_ roles: some Sequence<Role>, in unit: UnitID) -> Set<Grant> {
        Set(roles.flatMap { role in role.permissions.map { Grant($0.key, $0.value, in: unit) } })
    }
}

extension [Place] {
    /// All that these memberships give.
    var grants: Set<Grant> { Set(flatMap(\.grants)) }

    /// Whether somebody with these memberships has what a grant would give, everywhere that it would give it.
    func hold(_ grant: Grant) -> Bool {
        guard let scope = scope(of: grant.permission) else { return false }
        return switch grant.reach {
        case .account: scope == .account
        case .unit: scope.covers(grant.unit)
        case .own: scope.covers(grant.unit) || contains { $0.permissions[grant.permission] != nil && $0.holds(grant.unit) }
        }
    }

    /// Whether somebody with these memberships may give it to another, in a role that has it: nobody gives more than they hold themselves.
    /// Deciding about approvals is kept apart from managing people: who says who has a place appoints those who decide there, and need
    /// not be one. So with the supplier's terms: they come into a role by the supplier alone, and to people by who manages them.
    func mayGive(_ grant: Grant) -> Bool {
        if Permission.suppliersOwn.contains(grant.permission) { return false }
        if hold(grant) { return true }
        guard Permission.appointed.union(Permission.terms).contains(grant.permission), let manages = scope(of: .manageMembers) else {
            return false
        }
        return grant.reach == .account ? manages == .account : manages.covers(grant.unit)
    }

    /// What these memberships would give that others, of the same person, do not: nobody gives themselves anything.
    func gains(over before: [Place]) -> Set<Grant> { grants.filter { !before.hold($0) } }
}

extension Sequence<Grant> {
    /// In an order that people and tests can read.
    var permissions: [Permission] {
        let given = Set(map(\.permission))
        return Permission.allCases.filter(given.contains)
    }
}
