internal import Metrics
internal import Synchronization

/// Only ever grows, so rates can be computed from it.
final class PrometheusCounter: CounterHandler, FloatingPointCounterHandler {
    private let state = Mutex(0.0)

    var value: Double { state.withLock { $0 } }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) {
        guard amount > 0 else { return }
        state.withLock { $0 += amount }
    }

    func reset() { state.withLock { $0 = 0 } }
}
