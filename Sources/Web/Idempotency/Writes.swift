package import Kernel
package import Persistence
package import Postgres

/// How routes write: one transaction a request, its idempotency key with it. Routes hold this instead of the database.
package struct Writes: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// See `Database.write`.
    package func callAsFunction<Value: Sendable>(
        _ request: ReceivedRequest, as scope: AccountScope, _ body: (borrowing Transaction) async throws -> Value,
        represent: (Value) throws -> JSONResponse
    ) async throws -> JSONResponse {
        try await database.write(request, as: scope, in: world, body, represent: represent)
    }
}
