import CLibPQ
import Dispatch
import Synchronization

/// An open connection: one request at a time, none of which blocks a thread.
///
/// libpq's connection is confined to a lock instead of an executor. All calls under it are quick (none waits for the network), and who
/// starts a request sends it from the thread where it is: there is no hop to another thread on the way out and one resume on the way back.
final class Connection: Sendable {
    struct Events: Sendable {
        /// The connection broke by itself. Called at most once, before a request that is running fails.
        var lost: @Sendable (Connection) -> Void = { _ in }
        var notified: @Sendable (_ channel: String, _ payload: String) -> Void = { _, _ in }
    }

    private let wire: Mutex<Wire>
    private let events: Events

    /// `libpq` is an open connection in non-blocking pipeline mode. It lives until `close()` or until it breaks.
    init(libpq: sending OpaquePointer, maxStatements: Int, events: Events) {
        let socket = PQsocket(libpq)
        wire = Mutex(Wire(libpq: libpq, maxStatements: maxStatements))
        self.events = events
        wire.withLock { wire in
            wire.readiness = SocketReadiness(socket: socket) { self.becameReady($0) }
            if wire.readiness == nil { wire.close() }
        }
    }

    var isUsable: Bool { wire.withLock { $0.isUsable } }

    /// Sends statements in one pipeline and waits for all answers. A statement that fails is in the reply; thrown are
    /// `DatabaseError.connectionLost` and `CancellationError`, the latter after the server has stopped the statement.
    /// `commits` says that a COMMIT is among them.
    func exchange(_ statements: [Statement], commits: Bool = false, isCancellable: Bool = true) async throws -> Reply {
        try await request(.pipeline, from: .idle, isCancellable: isCancellable) { $0.send(statements, commits: commits) }
    }

    /// Runs a text of any number of statements without parameters.
    func script(_ text: String, isCancellable: Bool = true) async throws -> Reply {
        try await request(.script, from: .idle, isCancellable: isCancellable) { $0.sendScript(text) }
    }

    /// The same as `exchange` for callers that are not in a task.
    func exchange(_ statements: [Statement], receiver: @escaping Delivery.Receiver) {
        start(.pipeline, from: .idle, request: nil, receiver: receiver) { $0.send(statements, commits: false) }
    }

    // MARK: COPY

    func startCopy(_ text: String) async throws -> Reply {
        try await request(.copyStarting, from: .idle) { $0.sendScript(text) }
    }

    func sendCopyData(_ bytes: [UInt8]) async throws {
        _ = try await request(.copySending, from: .copyIn) { $0.sendCopyData(bytes) }
    }

    func endCopyIn(failure: String? = nil) async throws -> Reply {
        try await request(.script, from: .copyIn, isCancellable: failure == nil) { $0.sendCopyEnd(failure: failure) }
    }

    func receiveCopyData() async throws -> Reply {
        try await request(.copyReceiving, from: .copyOut) { $0.receiveCopyData() }
    }

    // MARK: The machinery

    /// Closes the connection; a request that is running fails.
    func close() {
        perform { wire in
            guard wire.activity != .closed else { return nil }
            wire.close()
            return wire.end(.failure(DatabaseError.connectionLost(unknownOutcome: wire.commits)), then: .closed)
        } unlessLost: {
        }
    }

    private func request(
        _ activity: Wire.Activity, from expected: Wire.Activity, isCancellable: Bool = true,
        send: @escaping @Sendable (inout Wire) -> Delivery?
    ) async throws -> Reply {
        let request = wire.withLock { $0.reserveRequest() }
        guard isCancellable else {
            return try await withCheckedThrowingContinuation { continuation in
                giveUp(request, after: Self.endingGrace)
                start(activity, from: expected, request: request, receiver: { continuation.resume(with: $0) }, send: send)
            }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                start(activity, from: expected, request: request, receiver: { continuation.resume(with: $0) }, send: send)
            }
        } onCancel: {
            cancel(request: request)
        }
    }

    private func start(
        _ activity: Wire.Activity, from expected: Wire.Activity, request: UInt64?, receiver: @escaping Delivery.Receiver,
        send: (inout Wire) -> Delivery?
    ) {
        perform { wire in
            if let refused = wire.begin(activity, from: expected, request: request, receiver: receiver) { return refused }
            return send(&wire)
        }
    }

    private func becameReady(_ readiness: Reactor.Interest) {
        if readiness.contains(.writing) { perform { $0.flush() } }
        guard readiness.contains(.reading) else { return }
        perform { $0.receive() }
        for (channel, payload) in wire.withLock({ $0.takeNotifications() }) { events.notified(channel, payload) }
    }

    /// Does something with the wire under the lock; tells of a loss and delivers a reply after it.
    private func perform(_ body: (inout Wire) -> Delivery?) {
        perform(body) { events.lost(self) }
    }

    private func perform(_ body: (inout Wire) -> Delivery?, unlessLost lost: () -> Void) {
        let (delivery, isLost) = wire.withLock { wire in
            let wasOpen = wire.activity != .closed
            let delivery = body(&wire)
            return (delivery, wasOpen && wire.activity == .closed)
        }
        if isLost { lost() }
        delivery?()
    }

    // MARK: Cancelling

    private func cancel(request: UInt64) {
        guard let cancel = wire.withLock({ wire in wire.cancel(request: request).map(CancelRequest.init) }) else { return }
        cancel.send { self.perform { $0.cancelReturned() } }
        // A server that stands still answers neither the statement nor its cancellation.
        giveUp(request, after: Self.cancellationGrace)
    }

    /// Closes the connection where the request has not ended by then.
    private func giveUp(_ request: UInt64, after grace: DispatchTimeInterval) {
        Self.deadlines.asyncAfter(deadline: .now() + grace) { [weak self] in
            self?.perform { $0.abandon(request: request) }
        }
    }

    /// How long a cancelled statement may take to end before the connection is given up.
    private static let cancellationGrace: DispatchTimeInterval = .seconds(2)

    /// The same for a ROLLBACK, which nobody can cancel: without the connection the server rolls back all the same.
    private static let endingGrace: DispatchTimeInterval = .seconds(5)

    private static let deadlines = DispatchQueue(label: "postgres.deadlines")
}

extension Connection: Hashable {
    static func == (left: Connection, right: Connection) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
