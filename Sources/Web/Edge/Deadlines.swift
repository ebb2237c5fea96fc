internal import Dispatch
internal import Synchronization

/// Waits that nearly always end early, because the request is answered: entering and leaving costs a look into a table. A sleep of
/// Swift's would leave a timer behind for each request until its time is over.
final class Deadlines: Sendable {
    private struct State {
        var waiting: [UInt64: (due: ContinuousClock.Instant, waiter: CheckedContinuation<Void, Never>)] = [:]
        var last: UInt64 = 0
        var hasTimer = false
    }

    private let state = Mutex(State())
    private let duration: Duration
    private let tolerance: Duration

    init(_ duration: Duration) {
        self.duration = duration
        // A little late for all who are due in the meantime, so that many share one wake-up.
        tolerance = min(.seconds(1), duration / 8)
    }

    /// Returns when the time is over, or when the task is cancelled.
    func wait() async {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let (isOver, needsTimer) = state.withLock { state in
                    // A cancellation that came before this found nobody waiting; one that comes after it will.
                    if Task.isCancelled { return (true, false) }
                    state.waiting[id] = (ContinuousClock.now + duration, waiter)
                    defer { state.hasTimer = true }
                    return (false, !state.hasTimer)
                }
                if isOver { waiter.resume() }
                if needsTimer { look(after: duration + tolerance) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id)?.waiter }?.resume()
        }
    }

    private func look(after delay: Duration) {
        let (seconds, attoseconds) = delay.components
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(seconds * 1_000_000_000 + attoseconds / 1_000_000_000))) {
            self.endDue(at: ContinuousClock.now)
        }
    }

    private func endDue(at now: ContinuousClock.Instant) {
        let (due, next) = state.withLock { state in
            let due = state.waiting.filter { $0.value.due <= now }
            for id in due.keys { state.waiting[id] = nil }
            let next = state.waiting.values.map(\.due).min()
            state.hasTimer = next != nil
            return (due.values.map(\.waiter), next)
        }
        for waiter in due { waiter.resume() }
        if let next { look(after: max(.zero, next - now) + tolerance) }
    }
}
