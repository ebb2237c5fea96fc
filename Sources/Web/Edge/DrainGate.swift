internal import Synchronization

/// Lets requests in until shutdown begins, and tells when the last one has left.
package final class DrainGate: Sendable {
    private struct State {
        var isDraining = false
        var inFlight = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var isDraining: Bool { state.withLock { $0.isDraining } }
    package var inFlight: Int { state.withLock { $0.inFlight } }

    /// From here on new requests are refused.
    package func close() {
        state.withLock { $0.isDraining = true }
    }

    /// Returns once nobody is inside. Call `close` first, or it may never be so.
    package func waitUntilEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.inFlight > 0 { state.waiting.append(continuation) }
                return state.inFlight == 0
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// False where no more are let in; `leave` must follow only if it was true.
    func enter() -> Bool {
        state.withLock { state in
            if state.isDraining { return false }
            state.inFlight += 1
            return true
        }
    }

    func leave() {
        let waiting = state.withLock { state in
            state.inFlight -= 1
            guard state.inFlight == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
