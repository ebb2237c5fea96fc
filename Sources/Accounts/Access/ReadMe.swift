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

    package func callAsFunction(
        _ principal: Principal
    ) async throws -> (accounts: [PersonsRights], served: [ServedAccount], partners: [PartnersAccount]) {
        let now = world.now()
        let person = principal.person.id
        let (accounts, served, partners) = try await database.read(
            principal.rowSecurity, MembershipQueries.ofPerson(person, at: now), TeamQueries.ofPerson(person, at: now),
            PartnerQueries.accounts(of: person, limit: Limits.pageItems, at: now))
        var rights: [PersonsRights] = []
        for account in accounts {
            if let found = try await self.rights(of: person, in: account) { rights.append(found) }
        }
        return (rights, principal.isStaff ? served : [], partners)
    }

    /// Each account is read by itself: nobody's rows of several accounts are seen together. Nil where every place is in a disabled unit.
    private func rights(of person: PersonID, in account: PersonsAccount) async throws -> PersonsRights? {
        let (tree, units, roles, limits) = try await database.read(
            AccountScope(account: account.id.uuid).settings, UnitQueries.tree(of: account.id),
            UnitQueries.all(account.memberships.map(\.unit), of: account.id), RoleQueries.all(of: account.id),
            SpendingLimitQueries.counting(for: person, and: nil, in: account.id))
        let names = Dictionary(units.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let places = account.memberships.filter { !tree.isDisabled($0.unit) }.map { membership in
            PersonsPlace(
                place: roles.place(membership, in: tree), unitName: names[membership.unit] ?? "",
                roleNames: Dictionary(roles.map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first }))
        }
        guard !places.isEmpty else { return nil }
        return PersonsRights(account: account, places: places, limits: limits.effective(in: places.map(\.place)))
    }
}
