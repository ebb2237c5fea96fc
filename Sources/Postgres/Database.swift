public import Logging
import Synchronization

/// A database by way of a pool of connections. Everything a caller does is bounded: by the pool's queue, by deadlines, by the server's
/// timeouts, and by the cancellation of its task, which cancels the statement.
///
/// Connections are opened when they are needed. `shutdown()` closes them; a Database that is only dropped leaves them open.
public final class Database: Sendable {
    let pool: Pool
    public let configuration: DatabaseConfiguration
    let logger: Logger
    let listeners = Mutex<[ObjectIdentifier: Listener]>([:])

    public init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        pool = Pool(configuration, logger: logger)
    }

    public var statistics: PoolStatistics { pool.statistics }

    /// Returns after `shutdown()` or the task's cancellation, when requests that were running have ended and all connections are closed.
    /// Fits `run()` of swift-service-lifecycle's `Service`.
    public func run() async throws {
        await withTaskCancellationHandler {
            await pool.drained()
        } onCancel: {
            beginShutdown()
        }
    }

    /// Refuses new requests and returns when those that were running have ended and all connections are closed.
    public func shutdown() async {
        beginShutdown()
        await pool.drained()
    }

    private func beginShutdown() {
        pool.shutDown()
        stopListeners()
    }

    /// One statement by itself, in one round trip, without BEGIN and COMMIT. A decoding that throws comes too late to undo it.
    public func query<T>(_ query: Query<T>) async throws -> T {
        let reply = try await leased { connection in
            var reply = try await connection.exchange([Statement(query.sql)], commits: true)
            // A failed statement changed nothing, so one that had only gone stale is simply sent again, prepared anew.
            if reply.failure?.error.isStaleStatement == true {
                reply = try await connection.exchange([Statement(query.sql)], commits: true)
            }
            return reply
        }
        if let failure = reply.failure { throw query.meaning(of: failure.error) }
        return try query.decode(reply.rows[0])
    }

    /// Queries that see one snapshot of the data, in one round trip: BEGIN READ ONLY, settings, queries, COMMIT.
    public func read<each T>(_ settings: [Setting] = [], _ queries: repeat Query<each T>) async throws -> (repeat each T) {
        var statements = [Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")]
        for setting in settings { statements.append(Statement(unprepared: setting.statement)) }
        let first = statements.count
        for query in repeat each queries { statements.append(Statement(query.sql)) }
        statements.append(Statement("COMMIT"))
        let all = statements
        let reply = try await leased { connection in
            var tries = 1
            while true {
                let reply = try await connection.exchange(all)
                guard let failure = reply.failure else { return reply }
                try await connection.rollBack(becauseOf: failure.error)
                guard failure.error.isSafeToRetry, tries < Self.transactionTries else { return reply }
                tries += 1
            }
        }
        if let failure = reply.failure {
            var index = first
            for query in repeat each queries {
                if index == failure.index { throw query.meaning(of: failure.error) }
                index += 1
            }
            throw failure.error
        }
        var rows = reply.rows[first...].makeIterator()
        return try (repeat (each queries).decode(rows.nextOrThrow()))
    }

    func leased<T>(_ body: (Connection) async throws -> T) async throws -> T {
        let connection = try await pool.acquire()
        do {
            let value = try await body(connection)
            pool.giveBack(connection, reusable: true)
            return value
        } catch is CancellationError {
            await recover(connection)
            throw CancellationError()
        } catch {
            pool.giveBack(connection, reusable: false)
            throw error
        }
    }

    /// After a cancelled statement: ends the transaction that it may have left open, so that the connection can go on.
    private func recover(_ connection: Connection) async {
        let reply = try? await connection.exchange([Statement("ROLLBACK")], isCancellable: false)
        pool.giveBack(connection, reusable: reply?.transactionStatus == Reply.TransactionStatus.none)
    }
}

extension Query {
    /// What a failure of this query means to its caller.
    func meaning(of error: PostgresError) -> any Error {
        error.constraint.flatMap { failures[$0] } ?? error
    }
}

extension IndexingIterator where Elements == ArraySlice<Rows> {
    mutating func nextOrThrow() throws -> Rows {
        guard let rows = next() else { throw PostgresDecodingError.noRow }
        return rows
    }
}
