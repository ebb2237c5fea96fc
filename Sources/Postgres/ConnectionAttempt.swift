import CLibPQ
import Dispatch

/// Opens a connection without blocking: libpq says which readiness it waits for, the reactor waits.
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
    private var watch: UInt64?
    private var watches = 0
    private var isTimedOut = false
    private var isDone = false
    /// Those still to be tried, where one of several did not answer in its time.
    private var hosts: ConnectionHosts?

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
        let parameters = ConnectionParameters(configuration, hosts: hosts)
        libpq = parameters.withArrays { PQconnectStartParams($0, $1, 1) }
        guard let libpq, PQstatus(libpq) != CONNECTION_BAD else { return fail() }
        // libpq would print notices on standard error.
        _ = PQsetNoticeProcessor(libpq, { _, _ in }, nil)
        let all = hosts ?? ConnectionHosts(libpq)
        if all.hosts.count > 1 { limit(all, of: libpq) }
        wait(for: PGRES_POLLING_WRITING)
    }

    /// libpq goes on to the next host by itself when one refuses, but one that does not answer it waits for: its connect_timeout is not
    /// for those who do not wait inside it. So each host has its share of the time, and is left out when that is over.
    private func limit(_ all: ConnectionHosts, of libpq: OpaquePointer) {
        let tried = ConnectionHosts.current(of: libpq)
        let share = Int(configuration.connectTimeout.milliseconds) / all.shares
        nonisolated(unsafe) let pointer = libpq  // Only compared and used while it is this attempt's, on its queue.
        queue.asyncAfter(deadline: .now() + .milliseconds(share)) { [self] in
            guard !isDone, !isTimedOut, self.libpq == pointer else { return }
            guard ConnectionHosts.current(of: pointer) == tried else { return limit(all, of: pointer) }
            guard let rest = all.without(tried) else { return }
            if let watch { Reactor.shared.end(watch) }
            watch = nil
            watches += 1
            PQfinish(pointer)
            self.libpq = nil
            hosts = rest
            begin()
        }
    }

    private func poll() {
        guard !isTimedOut else { return fail() }
        wait(for: PQconnectPoll(libpq))
    }

    /// Each wait is a watch of its own, since libpq may change the socket from one to the next.
    private func wait(for status: PostgresPollingStatusType) {
        switch status {
        case PGRES_POLLING_OK: succeed()
        case PGRES_POLLING_READING: watch(for: .reading)
        case PGRES_POLLING_WRITING: watch(for: .writing)
        default: fail()
        }
    }

    private func watch(for interest: Reactor.Interest) {
        watches += 1
        let number = watches
        // Readiness may be reported again before the watch has ended, and must not end the next one.
        watch = Reactor.shared.watch(PQsocket(libpq), for: interest) { _ in
            self.queue.async { if number == self.watches { self.endWatch() } }
        }
        if watch == nil { fail() }
    }

    /// The socket is ready, or time is up.
    private func endWatch() {
        guard let watch else { return }
        self.watch = nil
        Reactor.shared.end(watch)
        poll()
    }

    private func timeOut() {
        guard !isDone else { return }
        isTimedOut = true
        endWatch()
    }

    private func succeed() {
        guard let libpq, PQsetnonblocking(libpq, 1) == 0, PQenterPipelineMode(libpq) == 1 else { return fail() }
        isDone = true
        self.libpq = nil
        // The connection takes over: this attempt has forgotten the pointer and does not touch it again.
        nonisolated(unsafe) let pointer = libpq
        completion(
            .success(
                Connection(libpq: pointer, maxStatements: configuration.maxStatementsPerConnection, events: events)))
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
