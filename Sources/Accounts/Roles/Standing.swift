import Kernel

/// An account's tree and roles, and where the caller stands in them, while nobody else changes any of these: who gives rights is measured
/// by what they hold at that moment, and not by what was remembered of them.
struct Standing: Sendable {
    let tree: UnitTree
    /// Disabled ones too.
    let roles: [AccountRole]
    let caller: Caller
    let today: LocalDate
    /// Of the roles, the caller's memberships, and the one that is asked about.
    var limits = AccountLimits()

    func place(_ membership: Membership) -> Place { roles.place(membership, in: tree) }
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
