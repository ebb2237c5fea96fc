import Synchronization

/// A transaction that is being carried out, lent to the body that `Database.transaction` was given. It cannot be kept.
public struct Transaction: ~Copyable, Sendable {
    let connection: Connection
    private let state: Mutex<TransactionState>

    init(_ connection: Connection, _ settings: [Setting]) {
        self.connection = connection
        state = Mutex(TransactionState(settings: settings))
    }

    /// Runs queries in one round trip, together with BEGIN and the settings where this is the first, and with those enqueued before.
    ///
    /// When the server refuses one, those after it are not carried out, and the transaction can only be rolled back. An error that only
    /// a decoding threw is thrown as well, but leaves the choice to the body: to end with it, or to catch it and go on.
    public func run<each T>(_ queries: repeat Query<each T>) async throws -> (repeat each T) {
        var batch = try state.withLock { try $0.takeBatch() }
        for query in repeat each queries { batch.append(query) }
        var rows = try await send(batch).makeIterator()
        return try (repeat (each queries).decode(rows.nextOrThrow()))
    }

    /// Keeps a query to go with the next `run` or with the COMMIT. When its decoding refuses the answer, the transaction is rolled back.
    ///
    /// At the end of the body, enqueued queries travel with the COMMIT in one round trip if none of them can refuse its answer
    /// (`Query.checksOutcome`); otherwise their answers are looked at first, which takes a round trip of its own.
    public func enqueue(_ query: Query<Void>) {
        state.withLock { $0.pending.append(PendingQuery(query)) }
    }

    /// Sends what is enqueued and looks at its answers, without waiting for the next `run`.
    public func flush() async throws {
        guard state.withLock({ !$0.pending.isEmpty }) else { return }
        _ = try await send(state.withLock { try $0.takeBatch() })
    }

    func commit() async throws {
        if state.withLock({ $0.pending.contains(where: \.checksOutcome) }) { try await flush() }
        guard var batch = try state.withLock({ try $0.takeLastBatch() }) else { return }
        batch.append(Query<Void>("COMMIT"))
        let reply = try await connection.exchange(batch.statements, commits: true)
        if let failure = reply.failure { throw state.withLock { $0.fail(batch, failure.index, failure.error) } }
        guard reply.rows.last?.commandTag == "COMMIT" else { throw DatabaseError.notCommitted }
        state.withLock { $0.isOpen = false }
    }

    /// Whether there is anything on the server to roll back.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Begins on the server, for what does not go through `run`.
    func beginIfNeeded() async throws {
        let batch = try state.withLock { try $0.takeBatch() }
        if !batch.statements.isEmpty { _ = try await send(batch) }
    }

    /// Takes down that the transaction cannot be committed any more.
    func fail(_ error: any Error) {
        state.withLock { $0.failure = $0.failure ?? error }
    }

    /// What a failure outside of `run` means, by the constraints of the queries before it.
    func meaning(of error: PostgresError) -> any Error {
        state.withLock { $0.meaning(of: error) }
    }

    /// Answers of what follows the enqueued queries; these are decoded here.
    private func send(_ batch: TransactionBatch) async throws -> ArraySlice<Rows> {
        let reply: Reply
        do {
            reply = try await connection.exchange(batch.statements)
        } catch {
            fail(error)
            throw error
        }
        try state.withLock { state in
            if let failure = reply.failure { throw state.fail(batch, failure.index, failure.error) }
            state.remember(batch)
        }
        do {
            for (index, query) in batch.pending.enumerated() { try query.decode(reply.rows[batch.preamble + index]) }
        } catch {
            fail(error)
            throw error
        }
        return reply.rows[(batch.preamble + batch.pending.count)...]
    }
}
