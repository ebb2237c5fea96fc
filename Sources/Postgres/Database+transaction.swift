/// Thrown by the body of a transaction, or by a query's decoding in it, to have the whole transaction done again on fresh data.
/// It counts as a try; after the last it is thrown to the caller.
public struct RetryTransaction: Error {
    public init() {}
}

extension Database {
    /// Serialization failures, deadlocks, stale statements and `RetryTransaction` are tried this often altogether.
    public static let transactionTries = 3

    /// Carries out a transaction: what `body` does happens entirely, when this returns, or not at all, when it throws.
    ///
    /// BEGIN and the settings travel with the first statements, enqueued statements with the next ones or with COMMIT; a body that does
    /// nothing costs nothing. A body that throws is rolled back. One that hits a serialization failure or deadlock is called again, so it
    /// must not do anything outside the transaction that cannot be done twice.
    /// The one case in which nobody knows is `DatabaseError.connectionLost(unknownOutcome: true)`; it is never tried again.
    public func transaction<T: Sendable>(
        _ settings: [Setting] = [], _ body: (borrowing Transaction) async throws -> T
    ) async throws -> T {
        var tries = 1
        while true {
            do {
                return try await transactionOnce(settings, body)
            } catch  where tries < Self.transactionTries && error.isWorthARetry && !Task.isCancelled {
                tries += 1
            }
        }
    }

    private func transactionOnce<T: Sendable>(
        _ settings: [Setting], _ body: (borrowing Transaction) async throws -> T
    ) async throws -> T {
        let connection = try await pool.acquire()
        let transaction = Transaction(connection, settings)
        do {
            let value = try await body(transaction)
            try await transaction.commit()
            pool.giveBack(connection, reusable: true)
            return value
        } catch {
            guard transaction.isOpen else {
                pool.giveBack(connection, reusable: connection.isUsable)
                throw error
            }
            do {
                try await connection.rollBack(becauseOf: error)
            } catch {
                pool.giveBack(connection, reusable: false)
                throw error
            }
            pool.giveBack(connection, reusable: true)
            throw error
        }
    }
}

extension Connection {
    /// Ends the transaction that `cause` broke; throws where that fails too. A lost connection has nothing to roll back.
    func rollBack(becauseOf cause: any Error) async throws {
        guard isUsable else { throw cause }
        do {
            let reply = try await exchange([Statement("ROLLBACK")], isCancellable: false)
            if let failure = reply.failure { throw failure.error }
        } catch {
            throw DatabaseError.rollbackFailed(cause: cause, rollback: error)
        }
    }
}

extension Error {
    fileprivate var isWorthARetry: Bool {
        (self as? PostgresError)?.isSafeToRetry == true || self is RetryTransaction
    }
}
