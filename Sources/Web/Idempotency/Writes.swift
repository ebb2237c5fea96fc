package import Kernel
package import Persistence
package import Postgres
internal import HTTPTypes

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

    /// The same, where the first answer says something that is kept nowhere, a secret: the answer that is kept for an idempotency key, and
    /// so comes again, is another one.
    package func callAsFunction<Value: Sendable>(
        _ request: ReceivedRequest, as scope: AccountScope, _ body: (borrowing Transaction) async throws -> Value,
        represent: (Value) throws -> JSONResponse, first: (Value) throws -> JSONResponse
    ) async throws -> JSONResponse {
        var shown: JSONResponse?
        let kept = try await database.write(request, as: scope, in: world, body) { value in
            shown = try first(value)
            return try represent(value)
        }
        guard kept.headers[.idempotencyReplayed] == nil, var shown else { return kept }
        shown.headers[.cacheControl] = "no-store"
        return shown
    }
}
