import Foundation
import Logging
@testable import Postgres

/// A PostgreSQL of this test process's own: in a temporary directory, reached only through a Unix socket in it, gone with the process.
final class TestCluster: Sendable {
    /// The one that most tests share.
    static let shared = TestCluster()

    let directory: String

    init() {
        directory = "/tmp/pgtest-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        sh("mkdir -p \(directory)")
        if getuid() == 0 { sh("chown postgres:postgres \(directory)") }
        server("initdb -D \(directory)/data -A trust -U postgres --no-sync --locale=C.UTF-8 -E UTF8")
        start()
        Self.cleanUp.append(directory)
    }

    func start() {
        let options = "-c listen_addresses= -c unix_socket_directories=\(directory) -c fsync=off -c max_connections=200 -c deadlock_timeout=50ms"
        server("pg_ctl -D \(directory)/data -w -l \(directory)/log -o '\(options)' start")
    }

    func stop() {
        server("pg_ctl -D \(directory)/data -w -m immediate stop")
    }

    var connectionString: String { "host=\(directory) user=postgres dbname=postgres" }

    func configuration(_ change: (inout DatabaseConfiguration) -> Void = { _ in }) -> DatabaseConfiguration {
        var configuration = DatabaseConfiguration(connectionString: connectionString, applicationName: "test")
        change(&configuration)
        return configuration
    }

    /// Runs `body` with a database client that is shut down afterwards.
    @discardableResult
    func withDatabase<T>(
        _ change: (inout DatabaseConfiguration) -> Void = { _ in }, _ body: (Database) async throws -> T
    ) async throws -> T {
        let database = Database(configuration(change), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        do {
            let value = try await body(database)
            await database.shutdown()
            return value
        } catch {
            await database.shutdown()
            throw error
        }
    }

    /// PostgreSQL refuses root.
    private func server(_ command: String) {
        let user = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : ""
        sh("cd / && \(user)/usr/lib/postgresql/15/bin/\(command)")
    }

    private func sh(_ command: String) {
        precondition(system("(\(command)) > /dev/null 2>&1 < /dev/null") == 0, command)
    }

    private enum Leftovers {
        nonisolated(unsafe) static var directories: [String] = []
    }

    private struct CleanUp {
        let lock = NSLock()
        let registered: Void = {
            atexit {
                for directory in Leftovers.directories {
                    system("kill -QUIT $(head -1 \(directory)/data/postmaster.pid) 2>/dev/null; sleep 0.2; rm -rf \(directory)")
                }
            }
        }()

        func append(_ directory: String) {
            lock.withLock { Leftovers.directories.append(directory) }
        }
    }

    private static let cleanUp = CleanUp()
}
