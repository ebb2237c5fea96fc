package import FoundationEssentials
package import Kernel
package import Postgres

/// Makes tokens worthless: that of the session that asks, of another one of the same person, or of all the others.
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
        try await self(principal.credential.session(), of: principal)
    }

    /// - Throws: `SignInRefusal.sessionNotFound`, also for somebody else's.
    package func callAsFunction(_ session: UUID, of principal: Principal) async throws {
        _ = try principal.credential.session()
        try await database.query(SessionQueries.end(session, of: principal.person.id, at: world.now()))
        admit.forget(.session(session))
    }

    package func others(of principal: Principal) async throws {
        let current = try principal.credential.session()
        try await database.query(SessionQueries.endAll(of: principal.person.id, except: current, at: world.now()))
        admit.forget(principal.person.id)
    }
}
