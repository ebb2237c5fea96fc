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
