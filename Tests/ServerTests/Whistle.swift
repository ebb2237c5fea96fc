import Synchronization

/// Blown once, heard by all.
final class Whistle: Sendable {
    private let state = Mutex(false)

    var isBlown: Bool { state.withLock { $0 } }

    func blow() { state.withLock { $0 = true } }
}
