internal import Logging
package import Postgres
internal import PostgresServer
internal import Kernel

/// Puts the cast into a database that a running service will open, through the verbs of the product.
package enum Staging {
    /// Makes the private cluster that `service` is going to find.
    package static func cast(for service: RunningService) async throws -> Cast {
        let cluster = try await PrivateCluster.open(directory: service.dataDirectory, logger: logger)
        do {
            try await Migrator(directory: PackageFiles.path("Migrations")).apply(on: cluster.ownerConnectionString())
            let cast = try await cast(owner: cluster.ownerConnectionString(), service: cluster.serviceConnectionString())
            await cluster.stop()
            return cast
        } catch {
            await cluster.stop()
            throw error
        }
    }

    /// - Parameters: connection strings of a migrated database: of who may do everything, and of the service's role.
    package static func cast(owner: String, service: String) async throws -> Cast {
        try await withDatabase(owner) { owner in
            try await withDatabase(service) { service in
                let cast = try await Cast.make(
                    in: TestDatabase(name: "purveyor", owner: owner, service: service), world: .live)
                // The service's clock is the real one: what the cast agreed on must not be over one day.
                try await owner.query(Query<Void>("UPDATE contract_versions SET valid_to = '9999-12-31'"))
                return cast
            }
        }
    }

    package static func withDatabase<Result: Sendable>(
        _ connectionString: String, role: String? = nil, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let database = Database(
            DatabaseConfiguration(connectionString: connectionString, role: role, applicationName: "purveyor tests"), logger: logger)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.shutdown()
        return try result.get()
    }

    private static let logger = Logger(label: "purveyor.tests") { _ in SwiftLogNoOpLogHandler() }
}
