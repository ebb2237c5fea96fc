package import Kernel
import Persistence
package import Postgres

/// Where a person has a place today, and what it lets them do.
package struct ReadMe: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// What is told to a key is what it may do: in the accounts in which it works, and only what it is for.
    package func callAsFunction(_ principal: Principal) async throws -> PrincipalsRights {
        let now = world.now()
        let person = principal.person.id
        let (accounts, served, partners, keyed) = try await database.read(
            principal.rowSecurity, MembershipQueries.ofPerson(person, at: now), TeamQueries.ofPerson(person, at: now),
            PartnerQueries.accounts(of: person, limit: Limits.pageItems, at: now), APIKeyQueries.permissions(of: principal.credential.id))
        var restrictions: [AccountID: Set<Permission>]?
        if case .apiKey = principal.credential { restrictions = keyed }
        var rights: [PersonsRights] = []
        for account in accounts where restrictions.map({ $0[account.id] != nil }) ?? true {
            if let found = try await self.rights(of: person, in: account, only: restrictions?[account.id]) { rights.append(found) }
        }
        return PrincipalsRights(
            accounts: rights,
            served: principal.isStaff ? served.filter { account in restrictions.map { $0[account.id] != nil } ?? true } : [],
            partners: partners.filter { account in restrictions.map { $0[account.id]?.contains(.readOrders) == true } ?? true },
            restrictions: restrictions)
    }

    /// Each account is read by itself: nobody's rows of several accounts are seen together. Nil where every place is in a disabled unit.
    private func rights(
        of person: PersonID, in account: PersonsAccount, only restriction: Set<Permission>?
    ) async throws -> PersonsRights? {
        let now = world.now()
        let (tree, units, roles, limits, ordered, approved, delegations) = try await database.read(
            AccountScope(account: account.id.uuid).settings, UnitQueries.tree(of: account.id),
            UnitQueries.all(account.memberships.map(\.unit), of: account.id), RoleQueries.all(of: account.id),
            SpendingLimitQueries.counting(for: [person], in: account.id),
            LimitUseQueries.used(by: [person], .order, in: account.id, at: now),
            LimitUseQueries.used(by: [person], .approve, in: account.id, at: now),
            DelegationQueries.toPerson(person, in: account.id, at: now))
        let names = Dictionary(units.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let places = account.memberships.filter { !tree.isDisabled($0.unit) }.map { membership in
            let place = roles.place(membership, in: tree)
            return PersonsPlace(
                place: restriction.map(place.restricted) ?? place, unitName: names[membership.unit] ?? "",
                roleNames: Dictionary(roles.map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first }))
        }
        guard !places.isEmpty else { return nil }
        let right = ActingRight(person: person, places: places.map(\.place))
        let left =
            LimitStanding(limits: limits, uses: ordered).left(of: [.order], for: right)
            + LimitStanding(limits: limits, uses: approved).left(of: [.approve], for: right)
        return PersonsRights(
            account: account, places: places, limits: left,
            delegations: delegations.filter { restriction?.contains($0.delegation.act.permission) ?? true })
    }
}
