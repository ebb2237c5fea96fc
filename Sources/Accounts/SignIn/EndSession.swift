package import Kernel
package import Postgres

/// Makes a token worthless.
package struct EndSession: Sendable {
    private let database: Database
    private let world: World
    private let admit: AdmitCaller

    package init(database: Database, world: World, admit: AdmitCaller) {
        self.database = database
        self.world = world
        self.admit = admit
    }

    package func callAsFunction(_ principal: Principal) async throws {
        try await database.query(SessionQueries.end(principal.sessionDigest, at: world.now()))
        admit.forget(principal.sessionDigest)
    }
}
