import ArgumentParser
import Logging
import Postgres
import PostgresServer
import Server

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date, or tell how it stands.")

    @OptionGroup var options: ServerOptions

    @Flag(help: "Only tell which migrations are applied and which are pending.")
    var status = false

    func run() async throws {
        let configuration = try await options.configuration()
        let logger = try ServerOptions.bootstrapLogging(level: configuration.logLevel)
        try await ServerOptions.heedingSignals {
            try await ServerOptions.explained { try await migrate(configuration, logger) }
        }
    }

    private func migrate(_ configuration: ServerConfiguration, _ logger: Logger) async throws {
        let access = try await DatabaseAccess.open(configuration, logger: logger)
        let migrator = Migrator(directory: configuration.home + "/Migrations")
        do {
            if status {
                for migration in try await migrator.status(on: access.ownerConnectionString) {
                    print("\(migration.number) \(migration.name): \(migration.appliedAt == nil ? "pending" : "applied")")
                }
            } else {
                let applied = try await migrator.apply(on: access.ownerConnectionString)
                for migration in applied { print("applied \(migration.number) \(migration.name)") }
                if applied.isEmpty { print("nothing is pending") }
            }
        } catch {
            await access.cluster?.stop()
            throw error
        }
        await access.cluster?.stop()
    }
}
