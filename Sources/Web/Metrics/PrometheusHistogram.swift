internal import Metrics
internal import Synchronization

/// How many values fell below each of some fixed bounds.
final class PrometheusHistogram: TimerHandler, RecorderHandler {
    private struct State {
        /// For each bound those that fell between the bound before and it; the last are above all.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// Bounds in ascending order.
    init(_ bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: [Int](repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    func write(_ name: String, _ labels: String, to text: inout String) {
        let state = state.withLock { $0 }
        let separator = labels.isEmpty ? "" : ","
        var total = 0
        for (bound, count) in zip(bounds + [.infinity], state.counts) {
            total += count
            text += "\(name)_bucket{\(labels)\(separator)le=\"\(number(bound))\"} \(total)\n"
        }
        text += "\(name)_sum\(braces(labels)) \(number(state.sum))\n"
        text += "\(name)_count\(braces(labels)) \(total)\n"
    }
}
