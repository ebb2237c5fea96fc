import Postgres
import Testing

@Suite struct CancellationTests {
    private let backend = Query<Int>.one("SELECT pg_backend_pid()") { try $0.next(Int.self) }

    private func isRunning(_ pid: Int) -> Query<Bool> {
        .one("SELECT count(*) > 0 FROM pg_stat_activity WHERE pid = \(pid) AND state = 'active' AND query LIKE '%pg_sleep%'") {
            try $0.next(Bool.self)
        }
    }

    @Test(arguments: [false, true])
    func `a cancelled task cancels its statement, and the connection goes on`(inTransaction: Bool) async throws {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 1 }) { database in
            try await TestCluster.shared.withDatabase { observer in
                let pid = try await database.query(backend)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        let sleep = Query<Void>("SELECT pg_sleep(\(600.0))")
                        if inTransaction {
                            try await database.transaction { try await $0.run(sleep) }
                        } else {
                            try await database.query(sleep)
                        }
                    }
                    while try await !observer.query(isRunning(pid)) {}
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.next() }
                }
                #expect(try await !observer.query(isRunning(pid)))
                #expect(try await database.query(backend) == pid)
            }
        }
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        try await TestCluster.shared.withDatabase { database in
            _ = try await database.query(backend)
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    await #expect(throws: CancellationError.self) { try await database.query(Query<Void>("CREATE TABLE never (n int8)")) }
                }
            }
            let exists = try await database.query(.one("SELECT to_regclass('never') IS NOT NULL") { try $0.next(Bool.self) })
            #expect(!exists)
        }
    }

    @Test func `statement_timeout ends a statement that takes too long`() async throws {
        try await TestCluster.shared.withDatabase({ $0.statementTimeout = .milliseconds(20) }) { database in
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.query(Query<Void>("SELECT pg_sleep(600)"))
                })
            #expect(error.isCancellation)
        }
    }

    @Test func `cancelling at any moment never harms the next statement`() async throws {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 1 }) { database in
            var random = SeededGenerator(seed: 7)
            for _ in 0..<200 {
                let spins = Int.random(in: 0...40, using: &random)
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try? await database.query(backend) }
                    for _ in 0..<spins { await Task.yield() }
                    group.cancelAll()
                }
                let pid = try await database.query(backend)
                #expect(pid > 0)
            }
        }
    }
}
