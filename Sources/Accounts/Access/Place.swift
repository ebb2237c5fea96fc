import Kernel

/// A membership in force, with the units that its `unit` reach covers.
package struct Place: Sendable, Equatable {
    package let membership: Membership
    /// The membership's unit and all below it.
    package let units: Set<UnitID>

    package init(membership: Membership, units: Set<UnitID>) {
        self.membership = membership
        self.units = units
    }

    package func scope(of permission: Permission) -> Scope? {
        switch Role.united(membership.roles.map(\.role))[permission] {
        case .own: .own(membership.id)
        case .unit: .units(units)
        case .account: .account
        case nil: nil
        }
    }
}

extension [Place] {
    /// The scopes of several memberships united. Units add up; `own` beside units is contained in them where the units are the member's
    /// own. What is left, `own` of a second membership in units apart, has no filter of its own: the units, or the first `own`, then
    /// count alone, which shows less than the person may see and never more.
    func scope(of permission: Permission) -> Scope? {
        let scopes = compactMap { $0.scope(of: permission) }
        if scopes.contains(.account) { return .account }
        let units = scopes.reduce(into: Set<UnitID>()) { all, scope in
            if case .units(let some) = scope { all.formUnion(some) }
        }
        return units.isEmpty ? scopes.first : .units(units)
    }
}
