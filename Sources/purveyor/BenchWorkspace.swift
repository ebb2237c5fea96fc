import ArgumentParser
import FoundationEssentials
import Kernel
import Logging
import Postgres
import PostgresServer
import Server

/// A cluster of the bench's own with the demo's data, run as the service runs its own, and what is measured on it.
struct BenchWorkspace: Sendable {
    let directory: String
    let home: String
    let ownerConnectionString: String
    let serviceConnectionString: String
    let postmaster: Int32
    /// Connected as the cluster's owner.
    let owner: Database

    /// - Parameter kept: where the cluster is made, or found again; nil for a place that is removed afterwards.
    static func open<Result: Sendable>(
        in kept: String?, home: String?, _ body: @escaping @Sendable (BenchWorkspace) async throws -> Result
    ) async throws -> Result {
        let directory = kept ?? "/tmp/purveyor-bench-\(World.live.newUUID().uuidString.lowercased())"
        var logger = Logger(label: "purveyor bench")
        logger.logLevel = .warning
        let configuration = try await ServerOptions.parse(home.map { ["--home", $0] } ?? []).configuration()
        let cluster = try await PrivateCluster.open(directory: directory, logger: logger)
        do {
            guard let postmaster = cluster.postmasterPID else { throw BenchFailure("PostgreSQL does not run") }
            let strings = (owner: cluster.ownerConnectionString(), service: cluster.serviceConnectionString())
            _ = try await Migrator(directory: configuration.home + "/Migrations").apply(on: strings.owner)
            try await connected(strings.service, logger) { database in
                try await LoadDemo(home: configuration.home, world: .live)(into: database)
            }
            let value = try await connected(strings.owner, logger) { owner in
                try await body(
                    BenchWorkspace(
                        directory: directory, home: configuration.home, ownerConnectionString: strings.owner,
                        serviceConnectionString: strings.service, postmaster: postmaster, owner: owner))
            }
            await cluster.stop()
            if kept == nil { try FileManager.default.removeItem(atPath: directory) }
            return value
        } catch {
            await cluster.stop()
            throw error
        }
    }

    /// What the service is told: to use this cluster, as the role that owns nothing, and to be quiet.
    var environment: [String: String] {
        ["DATABASE_URL": ownerConnectionString, "LOG_LEVEL": "warning", "HOME_DIRECTORY": home]
    }

    var pgbench: BenchPgbench {
        BenchPgbench(connectionString: serviceConnectionString, directory: directory, postmaster: postmaster)
    }

    func settle() async throws {
        for query in BenchQueries.settle { try await owner.query(query) }
    }

    /// The statements that PostgreSQL carries out while `body` runs.
    func statements(during body: () async throws -> Void) async throws -> BenchStatementLog {
        let path = try await owner.query(BenchQueries.logFile)
        for query in BenchQueries.logStatements { try await owner.query(query) }
        // Connections take a new setting over between two statements.
        try await Task.sleep(for: .milliseconds(300))
        let before = (FileManager.default.contents(atPath: path) ?? Data()).count
        try await body()
        try await Task.sleep(for: .milliseconds(300))
        let log = (FileManager.default.contents(atPath: path) ?? Data()).dropFirst(before)
        for query in BenchQueries.logNoStatements { try await owner.query(query) }
        try await Task.sleep(for: .milliseconds(300))
        return BenchStatementLog(String(decoding: log, as: UTF8.self))
    }

    private static func connected<Result: Sendable>(
        _ connectionString: String, _ logger: Logger, _ body: @escaping @Sendable (Database) async throws -> Result
    ) async throws -> Result {
        let database = Database(
            DatabaseConfiguration(connectionString: connectionString, applicationName: "purveyor bench"), logger: logger)
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
