package import Kernel
package import Postgres

/// The partners and their people, for who manages them; and the accounts of a partner's person, for that person.
package struct ReadPartners: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// One more than `limit`, where there are that many.
    package func page(after: PartnerID?, limit: Int, by principal: Principal) async throws -> [Partner] {
        try principal.may(.manageTeams)
        return try await database.query(PartnerQueries.page(after: after, limit: limit + 1))
    }

    /// One more than `limit`, where there are that many.
    package func people(
        of partner: PartnerID, after: PartnerPersonID?, limit: Int, by principal: Principal
    ) async throws -> [PartnerPerson] {
        try principal.may(.manageTeams)
        let (found, people) = try await database.read(
            principal.rowSecurity, PartnerQueries.find(partner), PartnerQueries.people(of: partner, after: after, limit: limit + 1))
        guard found != nil else { throw TeamRefusal.notFound }
        return people
    }

    /// Those of today, by name; one more than `limit`, where there are that many. Nothing for who works for no partner.
    package func accounts(
        of principal: Principal, after position: PartnersAccountPosition?, limit: Int
    ) async throws -> [PartnersAccount] {
        try await database.read(
            principal.rowSecurity,
            PartnerQueries.accounts(
                of: principal.person.id, after: position.map { ($0.name, $0.id) }, limit: limit + 1, at: world.now()))
    }
}

/// An account's place in a partner's list.
package struct PartnersAccountPosition: Sendable, Codable {
    let name: String
    let id: AccountID

    package init(_ account: PartnersAccount) {
        name = account.name
        id = account.id
    }
}
