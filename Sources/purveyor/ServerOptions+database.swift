import ArgumentParser
import Logging
import Postgres
import PostgresServer
import Server

extension ServerOptions {
    /// Connects as the service does, held by row security, for as long as `body` takes.
    /// - Throws: `ExitCode` where a signal ended it.
    func withDatabase<Result: Sendable>(_ body: @escaping @Sendable (Database) async throws -> Result) async throws -> Result {
        let configuration = try await configuration()
        let logger = try Self.bootstrapLogging(level: configuration.logLevel)
        return try await Self.heedingSignals { try await Self.withDatabase(configuration, logger, body) }
    }

    private static func withDatabase<Result: Sendable>(
        _ configuration: ServerConfiguration, _ logger: Logger, _ body: @Sendable (Database) async throws -> Result
    ) async throws -> Result {
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

    /// Ctrl-C and SIGTERM cancel the work, which stops what it has started; the exit code is then that of a program which they ended.
    static func heedingSignals<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        do {
            return try await StopSignals.heeding(work)
        } catch let stopped as StopSignals.Stopped {
            throw ExitCode(128 + stopped.signal)
        }
    }
}
