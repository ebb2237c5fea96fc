package import Kernel
package import Postgres

/// The keys that work or worked in an account: one's own, and those of the people whom one manages.
package struct ReadAPIKeys: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// One more than `limit`, where there are that many.
    package func page(_ caller: Caller, after: APIKeyID?, limit: Int) async throws -> [APIKey] {
        try await database.read(
            caller.rowSecurity, APIKeyQueries.page(for: caller, after: after, limit: limit + 1, at: world.now()))
    }

    package func one(_ id: APIKeyID, by caller: Caller) async throws -> APIKey {
        let found = try await database.read(caller.rowSecurity, APIKeyQueries.find(id, for: caller, at: world.now()))
        guard let found else { throw APIKeyRefusal.notFound }
        return found
    }
}
