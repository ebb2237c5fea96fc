package import Accounts
package import Kernel
package import Postgres

/// The accounts that one of the supplier's people serves today, by name; all of them, for whoever may see all.
package struct ReadPortfolio: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// One more than `limit`, where there are that many.
    /// - Throws: `AccessRefusal.notStaff`.
    package func callAsFunction(
        matching text: String?, after position: PortfolioPosition?, limit: Int, by principal: Principal
    ) async throws -> [ServedAccount] {
        try principal.staff()
        return try await database.read(
            principal.rowSecurity,
            TeamQueries.portfolio(
                of: principal.person.id, seeingAll: principal.staffPermissions.contains(.readAllAccounts), matching: text,
                after: position.map { ($0.name, $0.id) }, limit: limit + 1, at: world.now()))
    }
}

/// An account's place in a portfolio.
package struct PortfolioPosition: Sendable, Codable {
    let name: String
    let id: AccountID

    package init(_ account: ServedAccount) {
        name = account.name
        id = account.id
    }
}
