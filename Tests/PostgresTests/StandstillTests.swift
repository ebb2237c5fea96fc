import Postgres
import Testing

/// A server that neither answers nor goes away, and connections that end all the time: whatever happens, callers get an answer in time.
@Suite(.serialized) struct StandstillTests {
    private static let backend = Query<Int>.one("SELECT pg_backend_pid()") { try $0.next(Int.self) }

    private struct Refused: Error {}

    @Test(.timeLimit(.minutes(3))) func `a server that stands still holds up nobody for long, however many wait for it`() async throws {
        let callers = 24
        let cluster = TestCluster()
        try await cluster.withDatabase({ $0.poolSize = callers }) { database in
            let connected = Barrier(callers + 1), frozen = Barrier(callers + 1)
            let time = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<callers {
                    group.addTask {
                        do {
                            try await database.transaction { transaction in
                                _ = try await transaction.run(Self.backend)
                                await connected.arrive()
                                await frozen.arrive()
                                _ = try await transaction.run(Self.backend)
                            }
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                await connected.arrive()
                await cluster.freeze(true)
                await frozen.arrive()
                let cancelled = ContinuousClock.now
                group.cancelAll()
                for try await succeeded in group { #expect(!succeeded) }
                return ContinuousClock.now - cancelled
            }
            // Two seconds of grace; a thread that comes each second for one that waits would make it 24.
            #expect(time < .seconds(10))
            await cluster.freeze(false)
            var answer: Int?
            for _ in 0..<50 where answer == nil { answer = try? await database.query(Self.backend) }
            #expect(answer != nil)
        }
        await cluster.stop()
    }

    @Test(.timeLimit(.minutes(3))) func `what a body threw is known in time where the server does not answer its ROLLBACK`() async throws {
        let cluster = TestCluster()
        try await cluster.withDatabase { database in
            let began = ContinuousClock.now
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { transaction in
                    _ = try await transaction.run(Self.backend)
                    await cluster.freeze(true)
                    throw Refused()
                }
            }
            #expect(ContinuousClock.now - began < .seconds(20))
            guard case .rollbackFailed(let cause, _) = error else { Issue.record("\(String(describing: error))"); return }
            #expect(cause is Refused)
            await cluster.freeze(false)
        }
        await cluster.stop()
    }

    @Test(.timeLimit(.minutes(3)), arguments: [1, 16])
    func `however often all connections are ended, every request is answered in time`(callers: Int) async throws {
        let rounds = 100
        try await TestCluster.shared.withDatabase({
            $0.poolSize = callers
            $0.applicationName = "ended \(callers)"
        }) { database in
            try await TestCluster.shared.withDatabase { other in
                let end = Query<Void>(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = \("ended \(callers)")
                    """)
                let (requests, slowest) = try await withThrowingTaskGroup(of: (Int, Duration)?.self) { group in
                    let over = Barrier(1)
                    for _ in 0..<callers {
                        group.addTask {
                            var (requests, slowest) = (0, Duration.zero)
                            repeat {
                                let asked = ContinuousClock.now
                                _ = try? await database.query(Self.backend)
                                requests += 1
                                slowest = max(slowest, ContinuousClock.now - asked)
                            } while await !over.isOpen
                            return (requests, slowest)
                        }
                    }
                    group.addTask {
                        for _ in 0..<rounds { try await other.query(end) }
                        await over.arrive()
                        return nil
                    }
                    return try await group.reduce(into: (0, Duration.zero)) { sum, one in
                        guard let one else { return }
                        sum = (sum.0 + one.0, max(sum.1, one.1))
                    }
                }
                #expect(requests >= callers)
                #expect(slowest < .seconds(8))
                // Each connection may have been ended since it was lent last.
                var answer: Int?
                for _ in 0...callers where answer == nil { answer = try? await database.query(Self.backend) }
                #expect(answer != nil)
            }
        }
    }
}
