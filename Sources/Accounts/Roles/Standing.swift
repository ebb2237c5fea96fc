import Kernel

/// An account's tree and roles, and where the caller stands in them, while nobody else changes any of these: who gives rights is measured
/// by what they hold at that moment, and not by what was remembered of them.
struct Standing: Sendable {
    let tree: UnitTree
    /// Disabled ones too.
    let roles: [AccountRole]
    let caller: Caller
    /// All the caller's memberships that are not over, also those that are to begin and those in disabled units: nobody makes more of these
    /// themselves, whatever they hold elsewhere today.
    let own: [Membership]
    let today: LocalDate
    /// Of the roles, the caller's memberships, and the one that is asked about.
    var limits = AccountLimits()

    func place(_ membership: Membership) -> Place { roles.place(membership, in: tree) }

    /// What a change of an account's role would give the caller, at once or once somebody enables it.
    func gains(by changed: AccountRole) -> Set<Grant> {
        turns(of: changed).reduce(into: []) { gained, turn in
            for membership in own {
                gained.formUnion([turn.after.place(membership, in: tree)].gains(over: [turn.before.place(membership, in: tree)]))
            }
        }
    }

    /// The roles before and after a change of one of them: as they are, and as they would be were it enabled. What is made more of while it
    /// is disabled is nobody's gain on the day on which somebody else enables it, so it is looked at when it is made.
    func turns(of changed: AccountRole) -> [(before: [AccountRole], after: [AccountRole])] {
        func with(_ role: AccountRole) -> [AccountRole] { roles.filter { $0.key != role.key } + [role] }
        guard let current = roles.first(where: { $0.key == changed.key }) else { return [(roles, with(changed))] }
        return [(roles, with(changed)), (with(current.enabled), with(changed.enabled))]
    }
}

extension AccountRole {
    fileprivate var enabled: AccountRole {
        var role = self
        role.disabledAt = nil
        return role
    }
}

extension [AccountRole] {
    func place(_ membership: Membership, in tree: UnitTree) -> Place {
        Place(membership: membership, roles: membership.roles.compactMap(role), tree: tree)
    }

    /// Built in or the account's own; nil where there is none, or it is disabled.
    func role(_ key: RoleKey) -> Role? {
        key.builtIn?.role ?? first { $0.key == key && $0.disabledAt == nil }?.role
    }

    func isAdmin(_ membership: Membership, in tree: UnitTree) -> Bool {
        guard !tree.isDisabled(membership.unit) else { return false }
        let place = place(membership, in: tree)
        return place.scope(of: .manageMembers) == .account && place.scope(of: .manageRoles) == .account
    }
}

extension Caller {
    /// The same person with the memberships of now.
    func standing(_ places: [Place], in tree: UnitTree) -> Caller {
        Caller(
            person: person, personName: personName, account: account, timeZone: timeZone, language: language, currency: currency,
            places: places, supplier: supplier, acting: acting, tree: tree, credential: credential,
            restriction: restriction)
    }
}
