import Hummingbird
import Kernel
import Logging
import Postgres
import PurveyorTesting
import Synchronization
import Testing
@testable import Web

/// What PostgreSQL does to a request, made for real: each failure reaches the caller as architecture.md's table "Errors" says.
@Suite(.database) struct DatabaseFaultTests {
    private typealias Work = @Sendable (_ transaction: borrowing Transaction, _ attempt: Int) async throws -> Void

    /// A service with one route that does its work in one transaction, and counts how often.
    private final class Service: Sendable {
        private let counter = Mutex(0)
        let log = RecordedLog()

        var tries: Int { counter.withLock { $0 } }

        func answer(over database: Database, _ work: @escaping Work) async throws -> RouterAnswer {
            let fixture = EdgeFixture { router in
                router.get("/work") { _, _ -> String in
                    try await database.transaction { transaction in try await work(transaction, self.count()) }
                    return "done"
                }
            }
            let answer = try await fixture.client.get("/work")
            logged.withLock { $0 = fixture.log.entries }
            return answer
        }

        /// At these levels, once each, apart from the request's own line.
        var levels: [String] { logged.withLock { $0 }.compactMap { $0["level"]?.text }.filter { $0 != "info" } }

        private let logged = Mutex<[JSONValue]>([])

        private func count() -> Int {
            counter.withLock { count in
                count += 1
                return count
            }
        }
    }

    private var owner: Database { TestDatabase.current.owner }

    private func twoRows() async throws {
        try await owner.query(Query<Void>("CREATE TABLE rows (n int PRIMARY KEY, v int NOT NULL)"))
        try await owner.query(Query<Void>("INSERT INTO rows VALUES (1, 0), (2, 0)"))
    }

    private func expectUnavailable(_ answer: RouterAnswer, _ problem: String, _ level: String, _ service: Service) {
        #expect(answer.status == 503 && answer.problem == problem, "\(answer.status) \(answer.problem ?? answer.text)")
        #expect(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
        #expect(service.levels == [level])
    }

    @Test(arguments: [2, 3])
    func `a serialization failure is tried three times in all, then the service is busy`(_ conflicts: Int) async throws {
        try await twoRows()
        let (owner, service) = (owner, Service())
        let answer = try await service.answer(over: owner) { transaction, attempt in
            _ = try await transaction.run(
                Query<Void>("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"), Query<Void>("SELECT v FROM rows WHERE n = 1"))
            if attempt <= conflicts { try await owner.query(Query<Void>("UPDATE rows SET v = v + 1 WHERE n = 1")) }
            try await transaction.run(Query<Void>("UPDATE rows SET v = v + 100 WHERE n = 1"))
        }
        #expect(service.tries == 3)
        if conflicts < 3 { #expect(answer.status == 200) } else { expectUnavailable(answer, "busy", "warning", service) }
        let value = try await owner.query(Query.one("SELECT v FROM rows WHERE n = 1") { try $0.next(Int.self) })
        #expect(value == (conflicts < 3 ? 102 : 3))
    }

    @Test(arguments: [1, 3])
    func `the victim of a deadlock tries again, three times in all, then the service is busy`(_ deadlocks: Int) async throws {
        try await twoRows()
        let (owner, service) = (owner, Service())
        let waiting = Query.one(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ) { try $0.next(Int.self) }
        let answer = try await service.answer(over: owner) { transaction, attempt in
            // Ours looks for the circle first, so it is the one that is broken off.
            _ = try await transaction.run(
                Query<Void>("SET LOCAL deadlock_timeout = '10ms'"), Query<Void>("SELECT FROM rows WHERE n = 1 FOR UPDATE"))
            guard attempt <= deadlocks else { return }
            async let opponent: Void = owner.transaction { other in
                _ = try await other.run(
                    Query<Void>("SET LOCAL deadlock_timeout = '1h'"), Query<Void>("SELECT FROM rows WHERE n = 2 FOR UPDATE"))
                try await other.run(Query<Void>("SELECT FROM rows WHERE n = 1 FOR UPDATE"))
            }
            while try await owner.query(waiting) == 0 {}
            try await transaction.run(Query<Void>("SELECT FROM rows WHERE n = 2 FOR UPDATE"))
            try await opponent
        }
        #expect(service.tries == min(deadlocks + 1, 3))
        if deadlocks < 3 { #expect(answer.status == 200) } else { expectUnavailable(answer, "busy", "warning", service) }
    }

    @Test(arguments: ["SELECT pg_sleep(600)", "SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(600)"] as [SQL])
    func `a statement that takes too long, or that an administrator stops, is not tried again`(_ statement: SQL) async throws {
        let service = Service()
        let answer = try await service.answer(over: TestDatabase.current.service) { transaction, _ in
            _ = try await transaction.run(Query<Void>("SET LOCAL statement_timeout = '50ms'"), Query<Void>(statement))
        }
        expectUnavailable(answer, "timed-out", "warning", service)
        #expect(service.tries == 1)
    }

    @Test func `a row that somebody holds too long makes the service busy`() async throws {
        try await twoRows()
        let (owner, service) = (owner, Service())
        let answer = try await service.answer(over: owner) { transaction, _ in
            try await transaction.run(Query<Void>("SELECT FROM rows WHERE n = 1 FOR UPDATE"))
            try await owner.transaction { other in
                _ = try await other.run(
                    Query<Void>("SET LOCAL lock_timeout = '10ms'"), Query<Void>("SELECT FROM rows WHERE n = 1 FOR UPDATE"))
            }
        }
        expectUnavailable(answer, "busy", "warning", service)
        #expect(service.tries == 1)
    }

    @Test func `a server that takes no more connections is a database that is not there, until it takes them again`() async throws {
        let name = TestDatabase.current.name
        var configuration = TestDatabase.current.service.configuration
        configuration.acquireTimeout = .milliseconds(200)
        let database = Database(configuration, logger: RecordedLog().logger)
        let work: Work = { transaction, _ in try await transaction.run(Query<Void>("SELECT")) }
        try await owner.query(Query<Void>(SQL(stringLiteral: "ALTER DATABASE \(name) CONNECTION LIMIT 0")))
        let service = Service()
        expectUnavailable(try await service.answer(over: database, work), "database-unavailable", "error", service)
        #expect(service.tries == 0)
        try await owner.query(Query<Void>(SQL(stringLiteral: "ALTER DATABASE \(name) CONNECTION LIMIT -1")))
        while try await Service().answer(over: database, work).status != 200 {}
        await database.shutdown()
    }

    @Test func `a connection that breaks in a statement has changed nothing, and the next request has another`() async throws {
        try await twoRows()
        let service = Service()
        let answer = try await service.answer(over: owner) { transaction, _ in
            _ = try await transaction.run(
                Query<Void>("UPDATE rows SET v = 1"), Query<Void>("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(600)"))
        }
        expectUnavailable(answer, "database-unavailable", "error", service)
        #expect(service.tries <= Database.transactionTries)
        let changed = try await owner.query(Query.one("SELECT count(*) FROM rows WHERE v > 0") { try $0.next(Int.self) })
        #expect(changed == 0)
        let next = try await Service().answer(over: owner) { transaction, _ in try await transaction.run(Query<Void>("SELECT")) }
        #expect(next.status == 200)
    }

    @Test func `a connection that breaks in the middle of COMMIT leaves the outcome unknown, and is never tried again`() async throws {
        try await twoRows()
        for statement in [
            """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(600); RETURN NULL; END $$
            """,
            "CREATE CONSTRAINT TRIGGER die AFTER UPDATE ON rows DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()",
        ] as [SQL] { try await owner.query(Query<Void>(statement)) }
        let service = Service()
        let answer = try await service.answer(over: owner) { transaction, _ in
            transaction.enqueue(Query<Void>("UPDATE rows SET v = 1 WHERE n = 1"))
        }
        expectUnavailable(answer, "outcome-unknown", "error", service)
        #expect(service.tries == 1)
    }
}
