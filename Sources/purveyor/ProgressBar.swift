import Exchange
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How far an import is, on standard error: a bar that moves on a terminal, else a line for each tenth, so that a log stays readable.
final class ProgressBar: Sendable {
    private static let width = 40

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let last = Mutex<(phase: String, step: Int)>(("", -1))

    func show(_ progress: ImportProgress) {
        let (phase, done, all, what) =
            switch progress {
            case .reading(let bytes, let all): ("Reading", bytes, all, "\(bytes / 1024) of \(all / 1024) KiB")
            case .writing(let customers, let all): ("Writing", customers, all, "\(customers) of \(all) customers")
            }
        let percent = all > 0 ? min(100, done * 100 / all) : 100
        let step = isTerminal ? percent : percent / 10
        let isNews = last.withLock { last in
            defer { last = (phase, step) }
            return last != (phase, step)
        }
        guard isNews else { return }
        if isTerminal {
            let filled = percent * Self.width / 100
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
            show("\r\(phase) \(bar) \(percent) % (\(what))\u{1B}[K")
        } else {
            show("\(phase): \(percent) % (\(what))\n")
        }
    }

    func finish() {
        if isTerminal { show("\r\u{1B}[K") }
    }

    /// What cannot be shown is not shown: progress is no reason to fail.
    private func show(_ text: String) {
        var text = text
        text.withUTF8 { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }
}
