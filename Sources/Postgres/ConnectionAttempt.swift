import CLibPQ
import Dispatch

/// Opens a connection without blocking: libpq says which readiness it waits for, a Dispatch source waits.
///
/// Unchecked: after `start` everything happens on `queue`, which is serial. (Looking up a host's name is the one thing that blocks in
/// libpq; it blocks that queue and no thread of Swift's pool.)
final class ConnectionAttempt: @unchecked Sendable {
    typealias Completion = @Sendable (Result<Connection, DatabaseError>) -> Void

    private let configuration: DatabaseConfiguration
    private let events: Connection.Events
    private let completion: Completion
    private let queue = DispatchQueue(label: "postgres.connection")
    private var libpq: OpaquePointer?
    private var source: (any DispatchSourceProtocol)?
    private var isTimedOut = false
    private var isDone = false

    private init(_ configuration: DatabaseConfiguration, _ events: Connection.Events, _ completion: @escaping Completion) {
        self.configuration = configuration
        self.events = events
        self.completion = completion
    }

    static func start(_ configuration: DatabaseConfiguration, events: Connection.Events = .init(), completion: @escaping Completion) {
        let attempt = ConnectionAttempt(configuration, events, completion)
        attempt.queue.async { attempt.begin() }
        attempt.queue.asyncAfter(deadline: .now() + .milliseconds(Int(configuration.connectTimeout.milliseconds))) { attempt.timeOut() }
    }

    private func begin() {
        let parameters = ConnectionParameters(configuration)
        libpq = parameters.withArrays { PQconnectStartParams($0, $1, 1) }
        guard libpq != nil, PQstatus(libpq) != CONNECTION_BAD else { return fail() }
        // libpq would print notices on standard error.
        _ = PQsetNoticeProcessor(libpq, { _, _ in }, nil)
        wait(for: PGRES_POLLING_WRITING)
    }

    private func poll() {
        guard !isTimedOut else { return fail() }
        wait(for: PQconnectPoll(libpq))
    }

    /// Each wait has its own source, since libpq may change the socket from one to the next; it goes on once that source has let go.
    private func wait(for status: PostgresPollingStatusType) {
        let source: any DispatchSourceProtocol
        switch status {
        case PGRES_POLLING_OK: return succeed()
        case PGRES_POLLING_READING: source = DispatchSource.makeReadSource(fileDescriptor: PQsocket(libpq), queue: queue)
        case PGRES_POLLING_WRITING: source = DispatchSource.makeWriteSource(fileDescriptor: PQsocket(libpq), queue: queue)
        default: return fail()
        }
        source.setEventHandler { source.cancel() }
        source.setCancelHandler {
            self.source = nil
            self.poll()
        }
        self.source = source
        source.resume()
    }

    private func timeOut() {
        guard !isDone else { return }
        isTimedOut = true
        source?.cancel()
    }

    private func succeed() {
        guard let libpq, PQsetnonblocking(libpq, 1) == 0, PQenterPipelineMode(libpq) == 1 else { return fail() }
        isDone = true
        self.libpq = nil
        // The connection takes over: this attempt has forgotten the pointer and does not touch it again.
        nonisolated(unsafe) let pointer = libpq
        completion(
            .success(
                Connection(libpq: pointer, maxStatements: configuration.maxStatementsPerConnection, queue: queue, events: events)))
    }

    private func fail() {
        guard !isDone else { return }
        isDone = true
        let reason = isTimedOut ? "timed out" : libpq.map { String(cString: PQerrorMessage($0)) } ?? "out of memory"
        PQfinish(libpq)
        libpq = nil
        completion(.failure(.cannotConnect(reason)))
    }
}
