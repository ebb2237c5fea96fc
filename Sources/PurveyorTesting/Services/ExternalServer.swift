internal import FoundationEssentials
internal import Glibc
internal import PostgresServer
internal import Synchronization

/// A PostgreSQL server that is somebody else's, as far as the service is concerned: it asks for passwords, and starts and stops when its
/// test says so. It is reached through a Unix socket in the yard.
package final class ExternalServer: Sendable {
    private let directory: String
    private let data: String
    private let user: ServerUser
    private let programs: ServerPrograms
    private let current = Mutex<ServerProcess?>(nil)

    package static let password = "s3cret"

    /// Makes and starts it. `postgres`, its superuser, has the password too.
    package init(in yard: ServiceYard) async throws {
        directory = yard.directory + "/external"
        data = directory + "/data"
        user = try .forNewCluster()
        programs = try await .find()
        try user.makePrivateDirectory(directory)
        let secret = yard.directory + "/password"
        _ = FileManager.default.createFile(
            atPath: secret, contents: Data(Self.password.utf8), attributes: [.posixPermissions: 0o644])
        try await user.command(
            [programs.initdb, "--pgdata=\(data)", "--username=postgres", "--auth=scram-sha-256", "--pwfile=\(secret)"]
                + ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        ).check()
        try await start()
    }

    package func url(of login: String = "postgres", database: String = "postgres") -> String {
        let host = directory.replacing("/", with: "%2F")
        return "postgresql://\(login):\(Self.password)@\(host)/\(database)"
    }

    package func start() async throws {
        let log = open(directory + "/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(log) }
        let processID = try user.command(
            [programs.postgres, "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories=\(directory)"]
                + ["-c", "fsync=off", "-c", "max_connections=100", "-c", "log_min_messages=fatal"]
        ).start(input: nil, output: log)
        let process = ServerProcess(processID: processID)
        current.withLock { $0 = process }
        while true {
            let file = FileManager.default.contents(atPath: data + "/postmaster.pid").map { String(decoding: $0, as: UTF8.self) } ?? ""
            if file.hasPrefix("\(processID)\n"), file.contains("\nready") { return }
            guard process.isAlive else { throw ClusterError.didNotStart(log: directory + "/log") }
            await pause()
        }
    }

    /// Its clients are disconnected.
    package func stop() async {
        guard let process = current.withLock({ $0 }) else { return }
        process.signal(SIGINT)
        _ = await process.hasEnded(within: .seconds(300))
    }

    /// The postmaster and all its processes, so that everything about it stands still, or goes on.
    package func freeze(_ frozen: Bool) {
        ServerProcess.all(in: data).forEach { $0.signal(frozen ? SIGSTOP : SIGCONT) }
    }
}
