internal import FoundationEssentials
internal import Glibc
package import Logging
internal import Synchronization

/// A PostgreSQL server of our own, reached through a Unix socket that nobody else can enter.
///
/// It is made at the first start, started and stopped with the service, and taken over as it is when an earlier service was
/// killed and left it running. One process at a time can hold it.
package final class PrivateCluster: Sendable {
    let place: ClusterPlace
    let options: ClusterOptions
    let programs: ServerPrograms
    let logger: Logger
    let state = Mutex(State())
    let locks: [ClusterLock]
    let watchdog: Watchdog?

    struct State {
        var process: ServerProcess?
        var isStarting = false
        var isStopping = false
    }

    /// Opens the cluster in `directory`, which is made if need be, and returns when it takes connections.
    /// Throws `ClusterError`; what happened before that is kept and found again by the next call.
    package static func open(
        directory: String, options: ClusterOptions = .service, logger: Logger
    ) async throws -> PrivateCluster {
        let directory = absolute(directory)
        try makeDirectory(directory, permissions: 0o755)
        var locks = [try ClusterLock.take(directory + "/lock", for: directory)]
        do {
            let place = try await ClusterPlace.settle(in: directory)
            if place.home != directory { locks.append(try ClusterLock.take(place.home + "/lock", for: place.home)) }
            let programs = try await ServerPrograms.find(version: place.version, for: place.dataDirectory)
            let cluster = PrivateCluster(
                place: place, options: options, programs: programs, logger: logger, locks: locks,
                watchdog: options.isTemporary ? try Watchdog(over: place) : nil)
            do {
                try await cluster.createIfMissing()
                try await cluster.start()
            } catch {
                await cluster.stop()
                throw error
            }
            return cluster
        } catch {
            locks.forEach { $0.release() }
            throw error
        }
    }

    private init(
        place: ClusterPlace, options: ClusterOptions, programs: ServerPrograms, logger: Logger, locks: [ClusterLock], watchdog: Watchdog?
    ) {
        self.place = place
        self.options = options
        self.programs = programs
        self.logger = logger
        self.locks = locks
        self.watchdog = watchdog
    }

    /// The process that owns the server; another one after `supervise()` had to start it again.
    package var postmasterPID: Int32? { state.withLock { $0.process?.processID } }

    /// For migrations and tests: owns everything, sees everything.
    package func ownerConnectionString(database: String = "purveyor") -> String {
        connectionString(user: Self.owner, database: database)
    }

    /// For the service: owns nothing and is held by row-level security.
    package func serviceConnectionString(database: String = "purveyor") -> String {
        connectionString(user: Self.service, database: database)
    }

    static let owner = "purveyor_owner"
    static let service = "purveyor_service"

    /// Says all that leads elsewhere, since libpq takes what is not said from the environment (PGHOSTADDR, PGPORT, …).
    private func connectionString(user: String, database: String) -> String {
        let members = [("host", place.socketDirectory), ("hostaddr", ""), ("port", "5432"), ("dbname", database), ("user", user)]
        return members.map { name, value in
            "\(name)='\(value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined())'"
        }.joined(separator: " ")
    }

    /// Stops the server, politely first, and gives the directory free. Clients still connected are disconnected.
    package func stop() async {
        let isFirst = state.withLock { state in
            defer { state.isStopping = true }
            return !state.isStopping
        }
        guard isFirst else { return }
        while state.withLock({ $0.isStarting }) { await pause() }
        if let process = state.withLock({ $0.process }) {
            await end(process)
            // Who writes the log ends a moment after the postmaster.
            for rest in ServerProcess.all(in: place.dataDirectory) { _ = await rest.hasEnded(within: .seconds(2)) }
        }
        state.withLock { $0.process = nil }
        await watchdog?.release()
        locks.forEach { $0.release() }
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
