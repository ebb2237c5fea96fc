import ArgumentParser
import FoundationEssentials
import Logging
import Postgres
import PostgresServer

/// Which database a command works on: that of DATABASE_URL, else the private cluster of a data directory.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The folder of the private database, where DATABASE_URL is not set.", completion: .directory)
    var dataDirectory = ".purveyor"

    @Option(help: "The folder of the migrations that the private database is brought up to.", completion: .directory)
    var migrations = "Migrations"

    /// Connects as the service does, held by row-level security, for as long as `body` takes.
    func withDatabase<Result: Sendable>(_ body: @escaping @Sendable (Database) async throws -> Result) async throws -> Result {
        let logger = Logger(label: "purveyor")
        if let url = ProcessInfo.processInfo.environment["DATABASE_URL"], !url.isEmpty {
            return try await serve(url, role: "purveyor_service", logger, body)
        }
        let cluster = try await PrivateCluster.open(directory: dataDirectory, logger: logger)
        do {
            try await Migrator(directory: migrations).apply(on: cluster.ownerConnectionString())
            let result = try await serve(cluster.serviceConnectionString(), role: nil, logger, body)
            await cluster.stop()
            return result
        } catch {
            await cluster.stop()
            throw error
        }
    }

    private func serve<Result: Sendable>(
        _ connectionString: String, role: String?, _ logger: Logger, _ body: @escaping @Sendable (Database) async throws -> Result
    ) async throws -> Result {
        let configuration = DatabaseConfiguration(connectionString: connectionString, role: role, applicationName: "purveyor import")
        let database = Database(configuration, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await database.run() }
            do {
                let value = try await body(database)
                await database.shutdown()
                return value
            } catch {
                await database.shutdown()
                throw error
            }
        }
    }
}
