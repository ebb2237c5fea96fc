internal import FoundationEssentials
internal import Glibc
package import PostgresServer
internal import Synchronization
package import Web

/// The service as an operator runs it: the program in a process of its own, with its private cluster or another database.
package final class RunningService: Sendable {
    private let yard: ServiceYard
    private let environment: [String: String]
    private let arguments: [String]
    private let state = Mutex<(process: ChildProcess?, port: Int)>((nil, 0))
    /// Where the private cluster is.
    package let dataDirectory: String

    package struct DidNotStart: Error, CustomStringConvertible {
        package let exitCode: Int32?
        package let output: String
        package var description: String { "the service ended with \(exitCode.map(String.init) ?? "nothing"): \(output)" }
    }

    /// - Parameter database: `DATABASE_URL`; nil for a private cluster in the yard.
    package init(
        in yard: ServiceYard, data name: String = "data", database: String? = nil, arguments: [String] = [],
        environment: [String: String] = [:]
    ) {
        self.yard = yard
        dataDirectory = "\(yard.directory)/\(name)"
        var environment = environment
        environment["DATABASE_URL"] = database
        self.environment = environment
        let port = arguments.contains("--port") ? [] : ["--port", "0"]
        self.arguments = ["serve", "--home", PackageFiles.root, "--data-directory", dataDirectory] + port + arguments
    }

    package var process: ChildProcess? { state.withLock { $0.process } }

    /// Starts it without waiting for anything.
    @discardableResult
    package func launch() throws -> ChildProcess {
        let process = try yard.purveyor(arguments, environment: environment)
        state.withLock { $0.process = process }
        return process
    }

    /// Starts it, and returns when it takes requests.
    package func start() async throws {
        let process = try launch()
        while true {
            if let port = Self.port(in: process.output) {
                state.withLock { $0.port = port }
                return
            }
            if let code = process.exitCode { throw DidNotStart(exitCode: code, output: process.output) }
            await pause()
        }
    }

    /// Every start listens elsewhere.
    package var port: Int { state.withLock { $0.port } }

    private static func port(in output: String) -> Int? {
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("Purveyor listens on http://") }) else { return nil }
        return line.split(separator: ":").last.flatMap { Int($0) }
    }

    /// Sends a request on a connection of its own.
    package func ask(
        _ method: String, _ path: String, as token: String? = nil, headers: [(String, String)] = [], body: String = ""
    ) async throws -> LoopbackAnswer {
        let client = LoopbackClient(port: port)
        do {
            let sent = headers + (token.map { [("Authorization", "Bearer \($0)")] } ?? [])
            let answer = try await client.send(method, path, headers: sent, body: Array(body.utf8))
            await client.close()
            return answer
        } catch {
            await client.close()
            throw error
        }
    }

    /// Whether it says within the time that it is ready.
    package func isReady(within time: Duration = .seconds(300)) async -> Bool {
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline {
            if (try? await ask("GET", "/health/ready"))?.status == 200 { return true }
            await pause()
        }
        return false
    }

    package func kill() async {
        process?.signal(SIGKILL)
        _ = await process?.ended()
    }

    /// SIGTERM; its exit code.
    package func stop() async -> Int32? {
        process?.signal(SIGTERM)
        return await process?.ended()
    }

    // MARK: The private cluster

    /// PostgreSQL's processes, the postmaster first; empty while there is none.
    package var serverProcesses: [ServerProcess] {
        let all = ServerProcess.all(in: dataDirectory + "/postgres")
        let postmaster = postmaster
        return all.filter { $0 == postmaster } + all.filter { $0 != postmaster }
    }

    /// The one that `postmaster.pid` names, dead or alive.
    package var postmaster: ServerProcess? {
        let file = FileManager.default.contents(atPath: dataDirectory + "/postgres/postmaster.pid")
        return file.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n").first }.flatMap { Int32($0) }
            .map(ServerProcess.init)
    }

    /// For looking behind the service's back.
    package var ownerConnectionString: String { "host=\(dataDirectory)/socket port=5432 dbname=purveyor user=purveyor_owner" }
}
