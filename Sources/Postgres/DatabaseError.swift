/// What goes wrong between this process and the server, as opposed to what the server refuses (`PostgresError`).
public enum DatabaseError: Error, Sendable {
    /// The connection broke in the middle of a request. With `unknownOutcome` it broke after COMMIT was sent and before its answer:
    /// the transaction may have happened or not, and only the data can tell.
    case connectionLost(unknownOutcome: Bool)
    /// No connection could be made in time; libpq's reason.
    case cannotConnect(String)
    /// All connections are lent and the queue of those who wait is full.
    case poolExhausted
    /// No connection became free in time.
    case timedOut
    case shutDown
    /// The body failed with `cause`, and then ROLLBACK failed with `rollback`. The connection is thrown away, so the server rolls back.
    case rollbackFailed(cause: any Error, rollback: any Error)
    /// COMMIT was answered with ROLLBACK: the transaction had failed before.
    case notCommitted
}
