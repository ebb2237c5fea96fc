internal import FoundationEssentials
internal import Glibc
internal import PostgresServer
internal import Synchronization

/// A program that a test started; what it says goes into a file.
package final class ChildProcess: Sendable {
    package let processID: Int32
    private let log: String
    private let ending = Mutex<Int32?>(nil)

    init(_ arguments: [String], environment: [String: String], output log: String) throws {
        let file = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(file) }
        processID = try Command(arguments, environment: environment).start(input: nil, output: file)
        self.log = log
    }

    /// Standard output and standard error so far.
    package var output: String {
        FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// As shells have it: the exit code, or 128 and the signal; nil while it runs.
    package var exitCode: Int32? {
        ending.withLock { ending in
            var status: Int32 = 0
            guard ending == nil, waitpid(processID, &status, WNOHANG) == processID else { return ending }
            let signal = status & 0x7F
            ending = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
            return ending
        }
    }

    package func signal(_ signal: Int32) {
        // Not after it was reaped: its number may be somebody else's then.
        if exitCode == nil { kill(processID, signal) }
    }

    /// Its exit code, once it has ended; nil where it did not within the time.
    package func ended(within time: Duration = .seconds(300)) async -> Int32? {
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline {
            if let exitCode { return exitCode }
            await pause()
        }
        return exitCode
    }
}
