import FoundationEssentials
import Glibc
import Logging
import Testing

@testable import PostgresServer

/// A directory of a test's own, gone afterwards.
func withScratch<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let directory = "/tmp/purveyor-test-\(UUID().uuidString.prefix(8))"
    try makeDirectory(directory, permissions: 0o755)
    let result: Result
    do {
        result = try await body(directory)
    } catch {
        remove(directory)
        throw error
    }
    remove(directory)
    return result
}

/// With whatever still runs there, so that a failed test leaves nothing.
private func remove(_ directory: String) {
    for data in [directory + "/cluster/postgres", directory + "/postgres"] {
        ServerProcess.all(in: data).forEach { $0.signal(SIGKILL) }
    }
    try? FileManager.default.removeItem(atPath: directory)
}

extension ClusterOptions {
    /// Keeps its directory as a service's does, and is as quick as a test's.
    static let kept: ClusterOptions = {
        var options = ClusterOptions.testing
        options.isTemporary = false
        return options
    }()
}

extension PrivateCluster {
    static func open(_ directory: String, options: ClusterOptions = .kept) async throws -> PrivateCluster {
        var logger = Logger(label: "PostgresServerTests")
        logger.logLevel = .critical
        return try await open(directory: directory, options: options, logger: logger)
    }

    /// What a kill -9 of the service leaves behind: a server that runs, and no lock.
    func abandon() { locks.forEach { $0.release() } }

    /// The server's answer, through PostgreSQL's own client.
    func ask(_ sql: String, asOwner: Bool = true) async throws -> String {
        let target = asOwner ? ownerConnectionString() : serviceConnectionString()
        let outcome = try await psql(target, sql).run()
        guard outcome.succeeded else { throw ClusterError.commandFailed(command: sql, output: outcome.output) }
        return outcome.output.split(separator: "\n").joined(separator: "\n")
    }

    func psql(_ target: String, _ statements: String...) -> Command {
        Command(
            ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1", "-d", target]
                + statements.flatMap { ["-c", $0] })
    }

    var process: ServerProcess { get throws { ServerProcess(processID: try #require(postmasterPID)) } }
}

/// Looks again and again, since nothing tells; false after 30 seconds.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        await pause()
    }
    return false
}
