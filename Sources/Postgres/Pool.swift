import Dispatch
import Logging
import Synchronization

/// Carries out what `PoolState` decides.
final class Pool: Sendable {
    private struct Inner {
        var state: PoolState<Connection>
        var waiting: [UInt64: CheckedContinuation<Connection, any Error>] = [:]
        var lastWaiter: UInt64 = 0
        var isDrained = false
        var draining: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let inner: Mutex<Inner>
    private let timers = DispatchQueue(label: "postgres.pool")

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        inner = Mutex(
            Inner(
                state: PoolState(
                    size: configuration.poolSize, queueLimit: configuration.queueLimit, timeout: configuration.acquireTimeout)))
    }

    var statistics: PoolStatistics { inner.withLock { $0.state.statistics } }

    /// A connection for the caller alone, until `giveBack`.
    func acquire() async throws -> Connection {
        if let connection = inner.withLock({ $0.state.lendIdle() }) { return connection }
        let waiter = inner.withLock { inner in
            inner.lastWaiter += 1
            return inner.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                perform { inner in
                    inner.waiting[waiter] = continuation
                    // A cancellation that came before this found nobody waiting; one that comes after it will.
                    return Task.isCancelled ? [.refuse(waiter, .cancelled)] : inner.state.wait(waiter, now: .now)
                }
            }
        } onCancel: {
            perform { $0.state.cancel(waiter) }
        }
    }

    func giveBack(_ connection: Connection, reusable: Bool) {
        perform { $0.state.giveBack(connection, reusable: reusable, now: .now) }
    }

    /// Refuses new callers and those who wait, and closes each connection when it comes back.
    func shutDown() {
        perform { $0.state.shutDown() }
    }

    /// Returns when the pool is shut down and its last connection closed.
    func drained() async {
        await withCheckedContinuation { continuation in
            let isDrained = inner.withLock { inner in
                if !inner.isDrained { inner.draining.append(continuation) }
                return inner.isDrained
            }
            if isDrained { continuation.resume() }
        }
    }

    private func perform(_ decide: (inout Inner) -> [PoolState<Connection>.Action]) {
        let actions = inner.withLock { decide(&$0) }
        for action in actions { perform(action) }
    }

    private func perform(_ action: PoolState<Connection>.Action) {
        switch action {
        case .lend(let connection, let waiter): resume(waiter, .success(connection))
        case .refuse(let waiter, let refusal): resume(waiter, .failure(refusal.error))
        case .open: open()
        case .openLater(let delay): after(delay) { $0.openingIsDue(now: .now) }
        case .expireAt(let instant): after(instant - .now) { $0.expire(now: .now) }
        case .close(let connection): connection.close()
        case .drained:
            let draining = inner.withLock { inner in
                inner.isDrained = true
                defer { inner.draining = [] }
                return inner.draining
            }
            for continuation in draining { continuation.resume() }
        }
    }

    private func resume(_ waiter: UInt64, _ result: Result<Connection, any Error>) {
        inner.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume(with: result)
    }

    private func open() {
        let events = Connection.Events(lost: { [weak self] connection in
            self?.logger.warning("a database connection was lost")
            self?.perform { $0.state.broke(connection, now: .now) }
        })
        ConnectionAttempt.start(configuration, events: events) { [self] result in
            switch result {
            case .success(let connection): perform { $0.state.opened(connection, now: .now) }
            case .failure(let error):
                logger.warning("cannot connect to the database", metadata: ["reason": "\(error)"])
                perform { $0.state.openFailed("\(error)", now: .now) }
            }
        }
    }

    private func after(_ delay: Duration, _ decide: @escaping @Sendable (inout PoolState<Connection>) -> [PoolState<Connection>.Action]) {
        timers.asyncAfter(deadline: .now() + .milliseconds(Int(max(0, delay.milliseconds)) + 1)) { [weak self] in
            self?.perform { decide(&$0.state) }
        }
    }
}

extension PoolState.Refusal {
    fileprivate var error: any Error {
        switch self {
        case .exhausted: DatabaseError.poolExhausted
        case .timedOut: DatabaseError.timedOut
        case .cancelled: CancellationError()
        case .shutDown: DatabaseError.shutDown
        case .cannotConnect(let reason): DatabaseError.cannotConnect(reason)
        }
    }
}
