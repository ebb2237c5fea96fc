import Postgres
import PostgresServer
import Server

extension ServerOptions {
    /// Connects as the service does, held by row security, for as long as `body` takes.
    func withDatabase<Result: Sendable>(_ body: @escaping @Sendable (Database) async throws -> Result) async throws -> Result {
        let configuration = try await configuration()
        let logger = try Self.bootstrapLogging(level: configuration.logLevel)
        let access = try await DatabaseAccess.open(configuration, logger: logger)
        do {
            try await access.prepareSchema(configuration, logger: logger)
            let database = Database(access.service, logger: logger)
            let result = try await withThrowingTaskGroup(of: Void.self) { group in
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
            await access.cluster?.stop()
            return result
        } catch {
            await access.cluster?.stop()
            throw error
        }
    }
}
