internal import Dispatch
internal import Glibc
internal import Logging
internal import Synchronization

extension PrivateCluster {
    /// Sees to it that the server runs, until the task is cancelled: one that has ended by itself is started again.
    package func supervise() async {
        while !Task.isCancelled {
            await pause(.milliseconds(100))
            guard let process = state.withLock({ $0.isStopping || $0.isStarting ? nil : $0.process }), !process.isAlive else { continue }
            logger.error("PostgreSQL has ended and is started again", metadata: ["process": "\(process.processID)"])
            do {
                try await start()
            } catch ClusterError.stopped {
                return
            } catch {
                logger.error("PostgreSQL could not be started again", metadata: ["error": "\(error)"])
                await pause(.seconds(1))
            }
        }
    }

    /// Takes over the server that runs already, or starts one; returns when it takes connections.
    func start() async throws {
        let mayStart = state.withLock { state in
            guard !state.isStopping, !state.isStarting else { return false }
            state.isStarting = true
            return true
        }
        guard mayStart else { throw ClusterError.stopped }
        defer { state.withLock { $0.isStarting = false } }

        try place.prepareSocketDirectory()
        let isConfigured = try configure()
        if let left = runningPostmaster() {
            if isConfigured, left.file.socketDirectory == place.socketDirectory, status(of: socket) != nil || !left.file.isReady {
                logger.info("Taking over the running PostgreSQL", metadata: ["process": "\(left.process.processID)"])
                return try await awaitReadiness(of: left.process)
            }
            await end(left.process)
        }
        await clearRemains()
        let process = ServerProcess(processID: try launch())
        try await awaitReadiness(of: process)
        logger.info("PostgreSQL runs", metadata: ["process": "\(process.processID)", "socket": "\(place.socketDirectory)"])
    }

    private var socket: String { place.socketDirectory + "/.s.PGSQL.5432" }

    /// Writes the configuration; whether it was there already, word for word.
    private func configure() throws -> Bool {
        let text = options.configuration(of: place)
        // The socket's directory is the guard: who can enter it is either the server's user or root.
        let rules = "local all all trust\n"
        if contents(of: place.configuration) == text, contents(of: place.accessRules) == rules { return true }
        try write(text, to: place.configuration, permissions: 0o644)
        try write(rules, to: place.accessRules, permissions: 0o644)
        return false
    }

    /// The postmaster that `postmaster.pid` names, if it lives and works in this data directory: its number may be somebody else's now.
    private func runningPostmaster() -> (process: ServerProcess, file: PostmasterFile)? {
        guard let file = contents(of: place.postmasterFile).flatMap(PostmasterFile.init) else { return nil }
        let process = ServerProcess(processID: file.processID)
        return ServerProcess.all(in: place.dataDirectory).contains(process) ? (process, file) : nil
    }

    /// Waits for the backends of a killed postmaster, which end by themselves (beside those of a new one they would damage the
    /// data), and removes lock files whose process id a zombie or another program has: PostgreSQL would believe that it runs.
    private func clearRemains() async {
        for signal in [nil, SIGQUIT, SIGKILL] {
            let remains = ServerProcess.all(in: place.dataDirectory)
            if let signal { remains.forEach { $0.signal(signal) } }
            for process in remains { _ = await process.hasEnded(within: .seconds(2)) }
        }
        for path in [place.postmasterFile, socket + ".lock"] {
            guard let file = contents(of: path).flatMap(PostmasterFile.init) else { continue }
            if kill(file.processID, 0) == 0 || errno == EPERM { unlink(path) }
        }
    }

    private func launch() throws -> Int32 {
        if let size = status(of: place.log)?.st_size, size > 1 << 20 { unlink(place.log) }
        let log = try checked("open \(place.log)") { Glibc.open(place.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        defer { close(log) }
        let command = place.user.command(
            [programs.postgres, "-D", place.dataDirectory, "-c", "config_file=\(place.configuration)"])
        return try command.start(input: nil, output: log)
    }

    /// Recovery after a crash takes the time that it takes, so there is no limit; what ends the wait is the server's end, or ours.
    private func awaitReadiness(of process: ServerProcess) async throws {
        state.withLock { $0.process = process }
        while true {
            let file = contents(of: place.postmasterFile).flatMap(PostmasterFile.init)
            if let file, file.processID == process.processID, file.isReady { return }
            guard process.isAlive else { throw ClusterError.didNotStart(log: lastLines(of: contents(of: place.log) ?? "")) }
            if state.withLock({ $0.isStopping }) { throw ClusterError.stopped }
            try Task.checkCancellation()
            await pause()
        }
    }

    /// Fast shutdown, then immediate, then the end of every process: each only when the one before took too long.
    func end(_ process: ServerProcess) async {
        process.signal(SIGINT)
        if await process.hasEnded(within: .seconds(30)) { return }
        logger.warning("PostgreSQL does not stop; stopping it at once", metadata: ["process": "\(process.processID)"])
        process.signal(SIGQUIT)
        if await process.hasEnded(within: .seconds(6)) { return }
        for process in ServerProcess.all(in: place.dataDirectory) {
            process.signal(SIGKILL)
            _ = await process.hasEnded(within: .seconds(3))
        }
    }

    private func lastLines(of log: String) -> String {
        log.split(separator: "\n").suffix(8).joined(separator: "\n")
    }
}
