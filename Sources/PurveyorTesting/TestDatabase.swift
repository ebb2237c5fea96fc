package import Postgres

/// A database for one test: migrated, empty, nobody else's, gone afterwards.
///
///     @Test(.database) func anOrderIsMadeOnce() async throws {
///         let database = TestDatabase.current
///         try await database.service.transaction(…)
///     }
package struct TestDatabase: Sendable {
    package let name: String
    /// Sees and may do everything: to prepare rows, and to look behind row-level security.
    package let owner: Database
    /// What the service has: owns nothing, held by row-level security.
    package let service: Database

    package init(name: String, owner: Database, service: Database) {
        self.name = name
        self.owner = owner
        self.service = service
    }

    /// The running test's database.
    package static var current: TestDatabase {
        guard let lent else { preconditionFailure("this test asks for a database: say @Test(.database) or @Suite(.database)") }
        return lent
    }

    @TaskLocal static var lent: TestDatabase?

    package var ownerConnectionString: String { owner.configuration.connectionString }
    package var serviceConnectionString: String { service.configuration.connectionString }
}
