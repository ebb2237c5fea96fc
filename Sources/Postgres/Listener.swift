import Dispatch
import Logging
import Synchronization

/// Keeps a connection of its own that listens on a channel, and makes it anew when it breaks.
final class Listener: Sendable {
    private struct State {
        var connection: Connection?
        var failures = 0
        var isStopped = false
    }

    private let channel: String
    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let events: AsyncStream<ListenEvent>.Continuation
    private let state = Mutex(State())
    private let timers = DispatchQueue(label: "postgres.listener")

    init(channel: String, _ configuration: DatabaseConfiguration, logger: Logger, events: AsyncStream<ListenEvent>.Continuation) {
        self.channel = channel
        self.configuration = configuration
        self.logger = logger
        self.events = events
    }

    func start() {
        let events = Connection.Events(
            lost: { [weak self] _ in self?.startLater("connection lost") }, notified: { [weak self] _, payload in self?.heard(payload) })
        ConnectionAttempt.start(configuration, events: events) { [weak self] result in
            switch result {
            case .success(let connection):
                guard let self else { return connection.close() }
                listen(on: connection)
            case .failure(let error): self?.startLater("\(error)")
            }
        }
    }

    func stop() {
        let connection = state.withLock { state in
            state.isStopped = true
            return state.connection.take()
        }
        connection?.close()
        events.finish()
    }

    private func listen(on connection: Connection) {
        let isStopped = state.withLock { state in
            if !state.isStopped { state.connection = connection }
            return state.isStopped
        }
        guard !isStopped else { return connection.close() }
        let name = "\"" + channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        connection.exchange([Statement(unprepared: "LISTEN \(name)")]) { [weak self] result in
            switch result {
            case .success(let reply) where reply.failure == nil:
                self?.state.withLock { $0.failures = 0 }
                self?.tell(.listening)
            case .success(let reply):
                connection.close()
                self?.startLater("\(reply.failure.map { "\($0.error)" } ?? "")")
            // A lost connection has been told of already.
            case .failure: break
            }
        }
    }

    private func heard(_ payload: String) {
        tell(.notification(payload: payload))
    }

    /// Where the reader is too far behind the oldest events make room, and the newest one says that something is missing.
    private func tell(_ event: ListenEvent) {
        if case .dropped = events.yield(event) { events.yield(.listening) }
    }

    private func startLater(_ reason: String) {
        let failures: Int? = state.withLock { state in
            guard !state.isStopped else { return nil }
            state.connection = nil
            state.failures += 1
            return state.failures
        }
        guard let failures else { return }
        logger.warning("not listening to the database", metadata: ["reason": "\(reason)"])
        let delay = PoolState<Connection>.backoff(failures: failures)
        timers.asyncAfter(deadline: .now() + .milliseconds(Int(delay.milliseconds))) { [weak self] in
            guard let self, !state.withLock({ $0.isStopped }) else { return }
            start()
        }
    }
}
