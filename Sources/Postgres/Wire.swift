import CLibPQ

/// A libpq connection and what is going on on it: the only code that calls libpq with a connection once it is open.
///
/// None of these calls waits. `Connection` keeps a Wire in its lock, calls it when a request starts or the socket is ready, and delivers
/// what it returns after the lock is free again.
struct Wire: ~Copyable {
    enum Activity {
        case idle
        /// Statements in pipeline mode, up to the last Sync.
        case pipeline
        /// A text of any number of statements outside pipeline mode, or the end of a COPY: results until there are no more.
        case script
        case copyStarting
        case copyIn, copySending
        case copyOut, copyReceiving
        case closed
    }

    /// What the server owes an answer for, in order.
    enum Slot {
        case deallocate(name: String)
        case prepare(name: String, statement: Int)
        case statement(Int, name: String?)
        case sync
    }

    var libpq: OpaquePointer?
    var statements: StatementCache
    var readiness: SocketReadiness?
    var activity = Activity.idle
    var slots: [Slot] = []
    var slot = 0
    var reply = Reply()
    var receiver: Delivery.Receiver?
    var commits = false
    /// The last data of a COPY out has been taken from libpq, which says so only once.
    var isCopyOver = false

    private var request: UInt64 = 0
    private var cancelledRequest: UInt64?
    private var isCancelling = false
    private var held: Delivery?

    /// `libpq` is an open connection in non-blocking pipeline mode; the Wire finishes it.
    init(libpq: OpaquePointer, maxStatements: Int) {
        self.libpq = libpq
        statements = StatementCache(limit: maxStatements)
    }

    var isUsable: Bool { activity == .idle }

    // MARK: Requests

    /// A number for the next request, by which it can be cancelled even before it begins.
    mutating func reserveRequest() -> UInt64 {
        request += 1
        return request
    }

    /// Takes down who waits; nil where the request may go on, otherwise how it ended at once.
    mutating func begin(
        _ activity: Activity, from expected: Activity, request: UInt64?, receiver: @escaping Delivery.Receiver
    ) -> Delivery? {
        guard self.activity == expected else {
            return Delivery(receiver: receiver, result: .failure(DatabaseError.connectionLost(unknownOutcome: false)))
        }
        if let request, request == cancelledRequest { return Delivery(receiver: receiver, result: .failure(CancellationError())) }
        self.activity = activity
        self.receiver = receiver
        reply = Reply()
        commits = false
        return nil
    }

    /// Ends the running request. A reply is held back while a cancel request is on its way, so that this cannot hit the next statement.
    mutating func end(_ result: Result<Reply, any Error>, then activity: Activity = .idle) -> Delivery? {
        self.activity = activity
        guard let receiver else { return nil }
        self.receiver = nil
        let delivery = Delivery(receiver: receiver, result: result)
        guard isCancelling, activity != .closed else { return delivery }
        held = delivery
        return nil
    }

    /// Ends the running request with the reply that was put together.
    mutating func endWithReply(then activity: Activity = .idle) -> Delivery? {
        reply.transactionStatus =
            switch PQtransactionStatus(libpq) {
            case PQTRANS_IDLE: .none
            case PQTRANS_INTRANS: .open
            case PQTRANS_INERROR: .failed
            default: .unknown
            }
        if let failure = reply.failure, failure.error.isFatal { return lost() }
        if reply.failure?.error.isCancellation == true, cancelledRequest == request {
            return end(.failure(CancellationError()), then: activity)
        }
        return end(.success(reply), then: activity)
    }

    // MARK: Cancelling

    /// libpq's token for cancelling, where `request` is running; a request that has not begun will not begin.
    mutating func cancel(request: UInt64) -> OpaquePointer? {
        guard request == self.request else { return nil }
        cancelledRequest = request
        guard receiver != nil, !isCancelling, let token = PQgetCancel(libpq) else { return nil }
        isCancelling = true
        return token
    }

    mutating func cancelReturned() -> Delivery? {
        isCancelling = false
        defer { held = nil }
        return held
    }

    /// Gives the connection up where the request, cancelled a while ago, has not ended yet, or its ROLLBACK has not.
    mutating func abandon(request: UInt64) -> Delivery? {
        guard request == self.request, activity != .closed else { return nil }
        if let held {
            self.held = nil
            close()
            return held
        }
        return receiver == nil ? nil : lost()
    }

    // MARK: Ending

    /// The connection is no more. Statements that were sent with a COMMIT and have no answer may have happened.
    mutating func lost() -> Delivery? {
        let refused = reply.failure.map { !$0.error.isFatal } ?? false
        close()
        return end(.failure(DatabaseError.connectionLost(unknownOutcome: commits && !refused)), then: .closed)
    }

    mutating func close() {
        guard activity != .closed else { return }
        activity = .closed
        readiness = nil
        PQfinish(libpq)
        libpq = nil
    }
}
