#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif
internal import Synchronization

/// Where lines of the log go.
package enum LogOutput {
    private static let lock = Mutex(())

    /// Whole lines, one after the other; what cannot be written is lost, because a log has nobody to complain to.
    @Sendable package static func standardError(_ line: [UInt8]) {
        lock.withLock { _ in
            var written = 0
            while written < line.count {
                let count = line[written...].withUnsafeBytes { writeOnce($0) }
                guard count > 0 else { return }
                written += count
            }
        }
    }

    package static var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Bytes written, -1 for an error other than an interruption by a signal.
    private static func writeOnce(_ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            let count = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            guard count < 0, errno == EINTR else { return count }
        }
    }
}
