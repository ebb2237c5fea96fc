import Postgres
import Synchronization
import Testing

@Suite struct TransactionTests {
    struct Refused: Error {}

    private func withTable<T>(_ name: String, _ body: (Database) async throws -> T) async throws -> T {
        try await TestCluster.shared.withDatabase { database in
            _ = try await database.query(Query<Void>(SQL(stringLiteral: "CREATE TABLE \(name) (n int8)")))
            return try await body(database)
        }
    }

    private func raise(_ sqlState: StaticString) -> Query<Void> {
        Query(SQL(stringLiteral: "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '\(sqlState)'; END $$"))
    }

    private let backend = Query<Int>.one("SELECT pg_backend_pid()") { try $0.next(Int.self) }

    @Test func `a body that throws leaves nothing, and the connection goes on`() async throws {
        try await withTable("thrown") { database in
            await #expect(throws: Refused.self) {
                try await database.transaction { transaction in
                    try await transaction.run(Query<Void>("INSERT INTO thrown VALUES (1)"))
                    throw Refused()
                }
            }
            let count = try await database.query(.one("SELECT count(*) FROM thrown") { try $0.next(Int.self) })
            #expect(count == 0)
            #expect(database.statistics.open == 1)
        }
    }

    @Test func `a body that does nothing needs no server`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let before = try await database.query(backend)
            let query = Query<String>.one("SELECT query FROM pg_stat_activity WHERE pid = \(before)") { try $0.next(String.self) }
            try await database.transaction { _ in }
            // The last statement of the only connection is still the one before: neither BEGIN nor COMMIT was sent.
            try await TestCluster.shared.withDatabase { other in
                let last = try await other.query(query)
                #expect(last == "SELECT pg_backend_pid()")
            }
        }
    }

    @Test func `an enqueued query that refuses its answer rolls all back`() async throws {
        try await withTable("refused") { database in
            await #expect(throws: Refused.self) {
                try await database.transaction { transaction in
                    transaction.enqueue(Query<Void>("INSERT INTO refused VALUES (1)"))
                    transaction.enqueue(.changing(1, "UPDATE refused SET n = 3 WHERE n = 2", otherwise: Refused()))
                }
            }
            await #expect(throws: Refused.self) {
                try await database.transaction { transaction in
                    transaction.enqueue(.changing(1, "UPDATE refused SET n = 3 WHERE n = 2", otherwise: Refused()))
                    _ = try? await transaction.run(Query<Void>("INSERT INTO refused VALUES (1)"))
                }
            }
            let count = try await database.query(.one("SELECT count(*) FROM refused") { try $0.next(Int.self) })
            #expect(count == 0)
        }
    }

    @Test func `a refused statement dooms the transaction even where the body goes on`() async throws {
        try await withTable("doomed") { database in
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.transaction { transaction in
                        try await transaction.run(Query<Void>("INSERT INTO doomed VALUES (1)"))
                        _ = try? await transaction.run(Query<Void>("SELECT 1/0"))
                        transaction.enqueue(Query<Void>("INSERT INTO doomed VALUES (2)"))
                    }
                })
            #expect(error.sqlState == "22012")
            let count = try await database.query(.one("SELECT count(*) FROM doomed") { try $0.next(Int.self) })
            #expect(count == 0)
        }
    }

    @Test func `statements after one that failed are not carried out, and the connection goes on`() async throws {
        try await withTable("middle") { database in
            let before = try await database.query(backend)
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.transaction { transaction in
                        _ = try await transaction.run(
                            Query<Void>("INSERT INTO middle VALUES (1)"), Query<Void>("SELECT \(1) / 0"),
                            Query<Void>("INSERT INTO middle VALUES (\(2))"))
                    }
                })
            #expect(error.sqlState == "22012")
            // The third statement was to be prepared after the failure: it was not, and that is known.
            try await database.query(Query<Void>("INSERT INTO middle VALUES (\(2))"))
            let values = try await database.query(.all("SELECT n FROM middle") { try $0.next(Int.self) })
            #expect(values == [2])
            #expect(try await database.query(backend) == before)
        }
    }

    @Test(arguments: ["40001", "40P01"] as [StaticString])
    func `a serialization failure has the body done again`(sqlState: StaticString) async throws {
        try await TestCluster.shared.withDatabase { database in
            let tries = Mutex(0)
            let result = try await database.transaction { transaction in
                let attempt = tries.withLock { tries in
                    tries += 1
                    return tries
                }
                if attempt < Database.transactionTries { try await transaction.run(raise(sqlState)) }
                return attempt
            }
            #expect(result == Database.transactionTries)
        }
    }

    @Test func `a retry is tried three times and no more`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let tries = Mutex(0)
            await #expect(throws: RetryTransaction.self) {
                try await database.transaction { _ in
                    tries.withLock { $0 += 1 }
                    throw RetryTransaction()
                }
            }
            #expect(tries.withLock { $0 } == 3)
        }
    }

    @Test func `transactions that deadlock both succeed`() async throws {
        try await withTable("deadlock") { database in
            try await database.query(Query<Void>("INSERT INTO deadlock VALUES (1), (2)"))
            let both = Barrier(2)
            @Sendable func lock(_ first: Int, _ second: Int) async throws {
                let isFirstTry = Mutex(true)
                try await database.transaction { transaction in
                    try await transaction.run(Query<Void>("SELECT FROM deadlock WHERE n = \(first) FOR UPDATE"))
                    let meet = isFirstTry.withLock { isFirst in
                        defer { isFirst = false }
                        return isFirst
                    }
                    if meet { await both.arrive() }
                    try await transaction.run(Query<Void>("SELECT FROM deadlock WHERE n = \(second) FOR UPDATE"))
                }
            }
            async let forward: Void = lock(1, 2)
            async let backward: Void = lock(2, 1)
            _ = try await (forward, backward)
        }
    }

    @Test func `a connection lost during COMMIT is told as unknown, and not tried again`() async throws {
        try await TestCluster.shared.withDatabase { database in
            for sql in [
                "CREATE TABLE unknown (n int8)",
                """
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$
                """,
                "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON unknown DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()",
            ] as [SQL] { try await database.query(Query<Void>(sql)) }
            let tries = Mutex(0)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { transaction in
                    tries.withLock { $0 += 1 }
                    transaction.enqueue(Query<Void>("INSERT INTO unknown VALUES (1)"))
                }
            }
            guard case .connectionLost(unknownOutcome: true) = error else { Issue.record("\(String(describing: error))"); return }
            #expect(tries.withLock { $0 } == 1)
            #expect(try await database.query(backend) > 0, "and the pool has another connection")
        }
    }

    @Test func `a connection lost before COMMIT is told as not happened`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { transaction in
                    try await transaction.run(Query<Void>("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(1)"))
                }
            }
            guard case .connectionLost(unknownOutcome: false) = error else { Issue.record("\(String(describing: error))"); return }
        }
    }

    @Test func `settings hold for the transaction and end with it`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let read = Query<String?>.one("SELECT nullif(current_setting('app.flag', true), '')") { try $0.next(String?.self) }
            let inside = try await database.transaction([Setting("app.flag", true)]) { try await $0.run(read) }
            #expect(inside == "on")
            #expect(try await database.query(read) == nil)
        }
    }

    @Test func `a read writes nothing and sees one moment`() async throws {
        try await withTable("moment") { database in
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.read([], Query<Void>("INSERT INTO moment VALUES (1)"))
                })
            #expect(error.sqlState == "25006")
            let isolation = try await database.read(
                [], Query.one("SELECT current_setting('transaction_isolation')") { try $0.next(String.self) })
            #expect(isolation == "repeatable read")
        }
    }
}

/// Lets as many tasks meet as it was made for.
actor Barrier {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        missing = count
    }

    var isOpen: Bool { missing <= 0 }

    func arrive() async {
        missing -= 1
        if missing == 0 {
            for continuation in waiting { continuation.resume() }
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }
}
