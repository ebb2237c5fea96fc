import Foundation
import Logging
import Synchronization
@testable import Postgres

/// A PostgreSQL of this test process's own: in a temporary directory, reached only through a Unix socket in it, gone with the process.
final class TestCluster: Sendable {
    /// The one that most tests share.
    static let shared = TestCluster()

    let directory: String
    let port: Int
    /// More of the server's settings, as its command line has them.
    private let settings: String
    private let launch: Task<Void, Never>

    /// - Parameter prepare: what a shell does in the server's name, in its directory, before it starts.
    init(port: Int = 5432, settings: String = "", prepare: String = "true") {
        self.port = port
        let settings = "-c port=\(port) \(settings)"
        self.settings = settings
        let directory = "/tmp/pgtest-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        self.directory = directory
        launch = Task {
            let owner = getuid() == 0 ? "chown postgres:postgres \(directory)" : "true"
            await Self.shell("mkdir -p \(directory) && \(owner)")
            Self.removeAtExit(directory)
            await Self.shell("cd \(directory) && \(Self.asServer)sh -c '\(prepare)'")
            await Self.server("initdb -D \(directory)/data -A trust -U postgres --no-sync --locale=C.UTF-8 -E UTF8")
            await Self.start(directory, settings)
        }
    }

    func launched() async {
        await launch.value
    }

    func start() async {
        await Self.start(directory, settings)
    }

    /// The postmaster and its backends stand still, or go on.
    func freeze(_ frozen: Bool) async {
        let signal = frozen ? "STOP" : "CONT"
        await Self.shell(
            "for p in /proc/[0-9]*; do [ \"$(readlink $p/cwd)\" = \(directory)/data ] && kill -\(signal) ${p#/proc/}; done; true")
    }

    func stop() async {
        await Self.server("pg_ctl -D \(directory)/data -w -m immediate stop")
    }

    var connectionString: String { "host=\(directory) port=\(port) user=postgres dbname=postgres" }

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

    private static func start(_ directory: String, _ settings: String) async {
        let options =
            "-c listen_addresses= -c unix_socket_directories=\(directory) -c fsync=off -c max_connections=200 -c deadlock_timeout=50ms"
            + " \(settings)"
        await server("pg_ctl -D \(directory)/data -w -l \(directory)/log -o '\(options)' start")
    }

    /// PostgreSQL refuses root.
    private static func server(_ command: String) async {
        await shell("cd / && \(asServer)/usr/lib/postgresql/15/bin/\(command)")
    }

    private static var asServer: String { getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : "" }

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
                system(
                    """
                    pid=$(head -1 \(directory)/data/postmaster.pid 2>/dev/null) && kill -QUIT $pid 2>/dev/null && kill -CONT $pid
                    sleep 0.2; rm -rf \(directory)
                    """)
            }
        }
    }()

    private static func removeAtExit(_ directory: String) {
        _ = atExit
        directories.withLock { $0.append(directory) }
    }
}
