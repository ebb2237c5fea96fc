internal import FoundationEssentials
internal import Postgres
internal import Logging
internal import PostgresServer
internal import Synchronization

/// The cluster of this test process, started by the first test that needs it, and the databases lent from it.
///
/// The one shared value of the tests: a cluster takes a second to make. It ends with the process, a crash included, and takes
/// connections from nowhere but its own socket.
package final class TestServer: Sendable {
    package static let shared = TestServer()

    /// How many databases are lent at a time. Swift Testing starts all tests at once; the others wait here, first come first served.
    private static let width = 8

    private let cluster = OnceAsync<Running>()
    private let state = Mutex(State())

    private struct State {
        var lent = 0
        var made = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private struct Running: Sendable {
        let cluster: PrivateCluster
        /// Connected to a database that nobody copies.
        let administration: Database
    }

    /// Gives `body` a fresh copy of the migrated template, and drops it afterwards.
    package func lend<Result>(_ body: (TestDatabase) async throws -> Result) async throws -> Result {
        await enter()
        defer { leave() }
        let running = try await cluster.value { try await Self.start() }
        let name = state.withLock { state in
            state.made += 1
            return "test_\(state.made)"
        }
        try await running.administration.query(Query<Void>(SQL(stringLiteral: "CREATE DATABASE \(name) TEMPLATE purveyor")))
        let database = TestDatabase(
            name: name,
            owner: Self.database(running.cluster.ownerConnectionString(database: name)),
            // As the service has it (Server/DatabaseAccess.swift).
            service: Self.database(running.cluster.serviceConnectionString(database: name), plansOnce: true))
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
        await database.service.shutdown()
        await database.owner.shutdown()
        // A test that was cancelled cannot ask any more; its database goes with the cluster then.
        try? await running.administration.query(Query<Void>(SQL(stringLiteral: "DROP DATABASE \(name) WITH (FORCE)")))
        return try outcome.get()
    }

    private static func start() async throws -> Running {
        let directory = "/tmp/purveyor-tests-\(UUID().uuidString.lowercased())"
        let cluster = try await PrivateCluster.open(directory: directory, options: .testing, logger: logger)
        try await Migrator(directory: PackageFiles.path("Migrations")).apply(on: cluster.ownerConnectionString())
        let administration = database(cluster.ownerConnectionString(database: "postgres"))
        // The guard rail: tests write and drop, so never on a server that other machines reach, whatever libpq's environment says.
        let isOwnSocket = try await administration.query(
            Query.one("SELECT inet_server_addr() IS NULL AND current_setting('listen_addresses') = ''") { try $0.next(Bool.self) })
        guard isOwnSocket else { throw ClusterError.stopped }
        return Running(cluster: cluster, administration: administration)
    }

    private static func database(_ connectionString: String, plansOnce: Bool = false) -> Database {
        var configuration = DatabaseConfiguration(connectionString: connectionString, applicationName: "purveyor tests")
        configuration.plansOnce = plansOnce
        return Database(configuration, logger: logger)
    }

    private static let logger = Logger(label: "purveyor.tests") { _ in SwiftLogNoOpLogHandler() }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let mayEnter = state.withLock { state in
                guard state.lent >= Self.width else {
                    state.lent += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayEnter { continuation.resume() }
        }
    }

    /// Hands the place on to who waits longest.
    private func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.lent -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
