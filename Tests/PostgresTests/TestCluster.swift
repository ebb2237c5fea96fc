import Foundation
import Logging
import Synchronization
@testable import Postgres

/// A PostgreSQL of this test process's own: in a temporary directory, reached only through a Unix socket in it, gone with the process.
final class TestCluster: Sendable {
    /// The one that most tests share.
    static let shared = TestCluster()

    let directory: String
    private let launch: Task<Void, Never>

    init() {
        let directory = "/tmp/pgtest-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        self.directory = directory
        launch = Task {
            let owner = getuid() == 0 ? "chown postgres:postgres \(directory)" : "true"
            await Self.shell("mkdir -p \(directory) && \(owner)")
            Self.removeAtExit(directory)
            await Self.server("initdb -D \(directory)/data -A trust -U postgres --no-sync --locale=C.UTF-8 -E UTF8")
            await Self.start(directory)
        }
    }

    func launched() async {
        await launch.value
    }

    func start() async {
        await Self.start(directory)
    }

    func stop() async {
        await Self.server("pg_ctl -D \(directory)/data -w -m immediate stop")
    }

    var connectionString: String { "host=\(directory) user=postgres dbname=postgres" }

    /// A database client that the test shuts down itself.
    func database(_ change: (inout DatabaseConfiguration) -> Void = { _ in }) async -> Database {
        await launched()
        var configuration = DatabaseConfiguration(connectionString: connectionString, applicationName: "test")
        change(&configuration)
        return Database(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs `body` with a database client that is shut down afterwards.
    @discardableResult
    func withDatabase<T>(
        _ change: (inout DatabaseConfiguration) -> Void = { _ in }, _ body: (Database) async throws -> T
    ) async throws -> T {
        let database = await database(change)
        do {
            let value = try await body(database)
            await database.shutdown()
            return value
        } catch {
            await database.shutdown()
            throw error
        }
    }

    private static func start(_ directory: String) async {
        let options =
            "-c listen_addresses= -c unix_socket_directories=\(directory) -c fsync=off -c max_connections=200 -c deadlock_timeout=50ms"
        await server("pg_ctl -D \(directory)/data -w -l \(directory)/log -o '\(options)' start")
    }

    /// PostgreSQL refuses root.
    private static func server(_ command: String) async {
        let user = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : ""
        await shell("cd / && \(user)/usr/lib/postgresql/15/bin/\(command)")
    }

    /// Waits on a thread of Dispatch's: those of Swift's pool are as few as the cores, and the other tests need them.
    private static func shell(_ command: String) async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "shell").async {
                precondition(system("(\(command)) > /dev/null 2>&1 < /dev/null") == 0, command)
                continuation.resume()
            }
        }
    }

    private static let directories = Mutex<[String]>([])

    private static let atExit: Void = {
        atexit {
            for directory in TestCluster.directories.withLock({ $0 }) {
                system("kill -QUIT $(head -1 \(directory)/data/postmaster.pid) 2>/dev/null; sleep 0.2; rm -rf \(directory)")
            }
        }
    }()

    private static func removeAtExit(_ directory: String) {
        _ = atExit
        directories.withLock { $0.append(directory) }
    }
}
