import Postgres
import Testing

@Suite struct PoolTests {
    private let backend = Query<Int>.one("SELECT pg_backend_pid()") { try $0.next(Int.self) }

    @Test func `many callers share few connections`() async throws {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 3 }) { database in
            let pids = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 { group.addTask { try await database.query(backend) } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect((1...3).contains(pids.count))
            #expect(database.statistics.open <= 3)
            #expect(database.statistics.waiting == 0)
        }
    }

    @Test func `who finds all connections lent fails at the deadline, or at once when the queue is full`() async throws {
        try await TestCluster.shared.withDatabase({
            $0.poolSize = 1
            $0.queueLimit = 1
            $0.acquireTimeout = .seconds(1)
        }) { database in
            try await database.transaction { transaction in
                _ = try await transaction.run(backend)
                let errors = await withTaskGroup(of: String.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            do { return "\(try await database.query(backend))" } catch { return "\(error)" }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }.sorted()
                }
                #expect(errors == ["poolExhausted", "poolExhausted", "timedOut"])
            }
        }
    }

    @Test func `a caller who gives up waiting leaves the queue`() async throws {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 1 }) { database in
            try await database.transaction { transaction in
                _ = try await transaction.run(backend)
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await #expect(throws: CancellationError.self) { try await database.query(backend) } }
                    while database.statistics.waiting == 0 { await Task.yield() }
                    group.cancelAll()
                }
                #expect(database.statistics.waiting == 0)
            }
        }
    }

    @Test func `an idle connection that the server ended is replaced unseen`() async throws {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 1 }) { database in
            try await TestCluster.shared.withDatabase { other in
                let pid = try await database.query(backend)
                _ = try await other.query(Query<Void>("SELECT pg_terminate_backend(\(Int32(pid)), 5000)"))
                while database.statistics.open > 0 { await Task.yield() }
                #expect(try await database.query(backend) != pid)
            }
        }
    }

    @Test func `a connection that ends in the middle fails its caller and nobody else`() async throws {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 1 }) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.query(Query<Void>("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(1)"))
            }
            guard case .connectionLost = error else { Issue.record("\(String(describing: error))"); return }
            let pid = try await database.query(backend)
            #expect(pid > 0)
        }
    }

    @Test func `while the server is down callers fail in bounded time, and when it is back they do not`() async throws {
        let cluster = TestCluster()
        try await cluster.withDatabase({ $0.acquireTimeout = .milliseconds(300) }) { database in
            _ = try await database.query(backend)
            await cluster.stop()
            while database.statistics.open > 0 { await Task.yield() }
            let time = await ContinuousClock().measure {
                let error = await #expect(throws: DatabaseError.self) { try await database.query(backend) }
                guard case .cannotConnect = error else { Issue.record("\(String(describing: error))"); return }
            }
            #expect(time < .seconds(5))
            await cluster.start()
            var answer: Int?
            for _ in 0..<30 where answer == nil { answer = try? await database.query(backend) }
            #expect(answer != nil)
        }
        await cluster.stop()
    }

    @Test func `shutting down waits for who is at work and refuses who comes later`() async throws {
        let database = await TestCluster.shared.database()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await database.run() }
            let working = Barrier(2), finish = Barrier(2)
            group.addTask {
                try await database.transaction { transaction in
                    _ = try await transaction.run(backend)
                    await working.arrive()
                    await finish.arrive()
                    _ = try await transaction.run(backend)
                }
            }
            await working.arrive()
            async let down: Void = database.shutdown()
            var isRefused = false
            while !isRefused {
                do { _ = try await database.query(backend) } catch DatabaseError.shutDown { isRefused = true }
            }
            await finish.arrive()
            await down
            try await group.waitForAll()
        }
        #expect(database.statistics.open == 0)
    }

    @Test func `run ends with its task`() async throws {
        let database = await TestCluster.shared.database()
        _ = try await database.query(backend)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await database.run() }
            group.cancelAll()
        }
        #expect(database.statistics.open == 0)
    }
}
