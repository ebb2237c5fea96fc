package import Dispatch
internal import FoundationEssentials
internal import Glibc

/// A postmaster, ours or one that an earlier service left running.
package struct ServerProcess: Sendable, Equatable {
    package let processID: Int32

    package init(processID: Int32) { self.processID = processID }

    /// False for one that has ended, also where nobody has asked for its end yet: a container's first process often does not
    /// reap what is left to it, and such a zombie still answers to signals.
    package var isAlive: Bool {
        // Reaps it if it is our child; for any other process this does nothing.
        _ = waitpid(processID, nil, WNOHANG)
        guard kill(processID, 0) == 0 || errno == EPERM else { return false }
        guard let status = contents(of: "/proc/\(processID)/stat"), let name = status.lastIndex(of: ")") else { return false }
        return !["Z", "X"].contains(status[name...].dropFirst(2).prefix(1))
    }

    package func signal(_ signal: Int32) { kill(processID, signal) }

    /// Whether it has ended within the time.
    package func hasEnded(within time: Duration) async -> Bool {
        let deadline = ContinuousClock.now + time
        while isAlive {
            if ContinuousClock.now >= deadline { return false }
            await pause()
        }
        return true
    }

    /// PostgreSQL's processes of a data directory, the postmaster's and its backends': each works inside it.
    package static func all(in dataDirectory: String) -> [ServerProcess] {
        guard let home = status(of: dataDirectory) else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { processID in
            status(of: "/proc/\(processID)/cwd").map(home.isSame) ?? false
        }.map(ServerProcess.init).filter(\.isAlive)
    }
}

/// Between two looks at something that tells nobody when it changes. It does not end early when the task is cancelled:
/// stopping is what a cancelled service does, and what is begun must be ended.
package func pause(_ time: DispatchTimeInterval = .milliseconds(10)) async {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + time) { continuation.resume() }
    }
}
