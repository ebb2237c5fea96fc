package import FoundationEssentials
package import Kernel
package import Postgres

/// The sessions that a person has open.
package struct ReadSessions: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// The oldest first; one more than `limit`, where there are that many.
    package func callAsFunction(of principal: Principal, after: UUID?, limit: Int) async throws -> [Session] {
        _ = try principal.credential.session()
        return try await database.query(SessionQueries.page(of: principal.person.id, after: after, limit: limit + 1, at: world.now()))
    }
}
