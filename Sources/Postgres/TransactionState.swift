/// How far a transaction is, apart from the connection.
struct TransactionState: Sendable {
    private let settings: [Setting]
    /// BEGIN was sent, and neither COMMIT nor ROLLBACK was answered.
    var isOpen = false
    var pending: [PendingQuery] = []
    /// Why the transaction cannot be committed.
    var failure: (any Error)?
    /// What the constraints that are checked by COMMIT mean.
    private var meanings: [String: any Error] = [:]

    init(settings: [Setting]) {
        self.settings = settings
    }

    /// BEGIN and settings where they were not sent yet, and what is enqueued.
    mutating func takeBatch() throws -> TransactionBatch {
        if let failure { throw failure }
        var batch = TransactionBatch()
        if !isOpen {
            isOpen = true
            batch.statements.append(Statement("BEGIN"))
            for setting in settings { batch.statements.append(Statement(unprepared: setting.statement)) }
            batch.preamble = batch.statements.count
        }
        for query in pending { batch.statements.append(Statement(query.sql)) }
        batch.failures = pending.map(\.failures)
        batch.pending = pending
        pending = []
        return batch
    }

    /// What goes with COMMIT; nil where there is nothing to commit.
    mutating func takeLastBatch() throws -> TransactionBatch? {
        if let failure { throw failure }
        return isOpen || !pending.isEmpty ? try takeBatch() : nil
    }

    /// Takes down that the statement failed, and says what that means to the caller.
    mutating func fail(_ batch: TransactionBatch, _ index: Int, _ error: PostgresError) -> any Error {
        remember(batch)
        let own = index >= batch.preamble && index - batch.preamble < batch.failures.count ? batch.failures[index - batch.preamble] : [:]
        let meaning = error.constraint.flatMap { own[$0] } ?? meaning(of: error)
        failure = failure ?? meaning
        return meaning
    }

    /// What a violated constraint means by all queries that were sent: a deferred one shows up only with COMMIT.
    func meaning(of error: PostgresError) -> any Error {
        error.constraint.flatMap { meanings[$0] } ?? error
    }

    /// Keeps what a batch's queries say about constraints, for those that COMMIT checks.
    mutating func remember(_ batch: TransactionBatch) {
        for failures in batch.failures where !failures.isEmpty { meanings.merge(failures) { old, _ in old } }
    }
}

/// The statements of one round trip: BEGIN and settings (the preamble), enqueued queries, queries.
struct TransactionBatch: Sendable {
    var statements: [Statement] = []
    var preamble = 0
    var pending: [PendingQuery] = []
    /// What violated constraints mean, by query.
    var failures: [[String: any Error]] = []

    mutating func append<Output>(_ query: Query<Output>) {
        statements.append(Statement(query.sql))
        failures.append(query.failures)
    }
}

/// An enqueued query.
struct PendingQuery: Sendable {
    let sql: SQL
    let checksOutcome: Bool
    let decode: @Sendable (Rows) throws -> Void
    let failures: [String: any Error]

    init(_ query: Query<Void>) {
        sql = query.sql
        checksOutcome = query.checksOutcome
        decode = query.decode
        failures = query.failures
    }
}
