import Foundation
import Logging
import Postgres
import PurveyorTesting
import Testing

/// What libpq does for TLS and several servers must come through a client that never waits inside it.
@Suite(.serialized, .enabled(if: TLSPair.isPossible, "there is no openssl to make certificates with")) struct TLSTests {
    private static let pair = TLSPair()
    private static let port = Query<Int>.one("SELECT current_setting('port')::int8") { try $0.next(Int.self) }
    private static let isEncrypted = Query<Bool>.one("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") { try $0.next(Bool.self) }

    private func withDatabase<T>(
        _ configuration: DatabaseConfiguration, _ change: (inout DatabaseConfiguration) -> Void = { _ in },
        _ body: (Database) async throws -> T
    ) async throws -> T {
        var configuration = configuration
        change(&configuration)
        let database = Database(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let result: Result<T, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.shutdown()
        return try result.get()
    }

    @Test(.timeLimit(.minutes(3))) func `verify-full talks to a server that a trusted authority vouches for, to no other`() async throws {
        let (pair, first) = (Self.pair, Self.pair.first)
        try await withDatabase(pair.configuration([first], trusting: first)) { (database: Database) async throws in
            #expect(try await database.query(Self.isEncrypted))
        }
        for configuration in [
            try await pair.configuration([first], trusting: pair.second), try await pair.configuration([first], host: "elsewhere"),
        ] {
            try await withDatabase(configuration, { $0.acquireTimeout = .milliseconds(500) }) { database in
                let error = await #expect(throws: DatabaseError.self) { try await database.query(Self.port) }
                guard case .cannotConnect(let reason) = error else { Issue.record("\(String(describing: error))"); return }
                #expect(reason.contains("certificate"), "\(reason)")
            }
        }
    }

    @Test(.timeLimit(.minutes(3))) func `answers and values of every size arrive whole`() async throws {
        try await withDatabase(Self.pair.configuration([Self.pair.first]), { $0.poolSize = 4 }) { database in
            var random = SeededGenerator(seed: 11)
            var sizes = [0, 1, 8191, 8192, 8193, 16_383, 16_384, 16_385, 65_536, 1_000_000, 12_000_000]
            sizes += (0..<150).map { _ in Int.random(in: 0...70_000, using: &random) }
            let all = sizes
            try await withThrowingTaskGroup(of: Void.self) { group in
                for offset in 0..<8 {
                    group.addTask {
                        for size in all.enumerated().filter({ $0.offset % 8 == offset }).map(\.element) {
                            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ size) }
                            let (echo, text) = try await database.read(
                                [], Query.one("SELECT \(bytes)::bytea") { try $0.next([UInt8].self) },
                                Query.one("SELECT repeat('é', \(size / 2)::int)") { try $0.next(String.self) })
                            #expect(echo == bytes)
                            #expect(text.utf8.count == size / 2 * 2)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let rows = try await database.query(.all("SELECT n FROM generate_series(1, 200000) AS n") { Int(try $0.next(Int32.self)) })
            #expect(rows == Array(1...200_000))
        }
    }

    @Test(.timeLimit(.minutes(1)), .enabled(if: TLSFront.isPossible, "there is no python3 to send large records with"))
    func `records larger than what libpq reads at once arrive whole`() async throws {
        let first = Self.pair.first
        var configuration = try await Self.pair.configuration([first])
        let front = try TLSFront(.postgres, before: .socket("\(first.directory)/.s.PGSQL.\(first.port)"), certificates: first.directory)
        configuration.connectionString = configuration.connectionString.replacing("port=\(first.port) ", with: "port=\(front.port) ")
        try await withDatabase(configuration, { $0.poolSize = 2 }) { database in
            var random = SeededGenerator(seed: 3)
            for _ in 0..<200 {
                let (size, rows) = (Int.random(in: 1...3000, using: &random), Int.random(in: 1...100, using: &random))
                let texts = try await database.query(
                    .all("SELECT repeat('x', \(Int32(size))) FROM generate_series(1, \(Int32(rows)))") { try $0.next(String.self) })
                #expect(texts.map(\.utf8.count) == Array(repeating: size, count: rows))
            }
        }
        _ = consume front
    }

    @Test(.timeLimit(.minutes(3))) func `COPY goes in and comes out whole`() async throws {
        try await withDatabase(Self.pair.configuration([Self.pair.first])) { database in
            try await database.transaction { transaction in
                try await transaction.run(Query<Void>("CREATE TEMPORARY TABLE copied (number int8, word text)"))
                let taken = try await transaction.copyIn("COPY copied (number, word) FROM STDIN (FORMAT binary)") { writer in
                    for number in 0..<100_000 { try await writer.row(number, "word \(number)") }
                }
                #expect(taken == 100_000)
                var lines = 0
                try await transaction.copyOut("COPY copied TO STDOUT") { chunk in lines += chunk.count { $0 == UInt8(ascii: "\n") } }
                #expect(lines == 100_000)
                let sum: Int = try await transaction.run(Query.one("SELECT sum(number)::int8 FROM copied") { try $0.next(Int.self) })
                #expect(sum == 4_999_950_000)
            }
        }
    }

    @Test(.timeLimit(.minutes(3))) func `a cancelled task cancels its statement, and the connection goes on`() async throws {
        try await withDatabase(Self.pair.configuration([Self.pair.first]), { $0.poolSize = 1 }) { database in
            let backend = Query<Int>.one("SELECT pg_backend_pid()") { try $0.next(Int.self) }
            let pid = try await database.query(backend)
            try await Self.pair.first.withDatabase { observer in
                let isAsleep = Query<Bool>.one("SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = \(pid)") {
                    try $0.next(Bool?.self) ?? false
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await database.query(Query<Void>("SELECT pg_sleep(600)")) }
                    while try await !observer.query(isAsleep) {}
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.next() }
                }
            }
            #expect(try await database.query(backend) == pid)
        }
    }

    @Test(.timeLimit(.minutes(3))) func `of several servers the one that takes writes is used, and found again`() async throws {
        let (first, second) = (Self.pair.first, Self.pair.second)
        try await withDatabase(Self.pair.configuration([first, second])) { database in
            #expect(try await database.query(Self.port) == first.port)
            try await setReadOnly(first, true)
            #expect(try await answer(of: database) == second.port)
            #expect(try await database.query(Self.isEncrypted))
            try await setReadOnly(first, false)
            await second.stop()
            #expect(try await answer(of: database) == first.port)
            await second.start()
        }
    }

    @Test(.timeLimit(.minutes(3))) func `a server that stands still costs its share of the time, and the next one is taken`() async throws {
        let (first, second) = (Self.pair.first, Self.pair.second)
        let configuration = try await Self.pair.configuration([first, second])
        await first.freeze(true)
        let result: Result<Void, any Error>
        do {
            try await withDatabase(configuration, { $0.connectTimeout = .seconds(3) }) { (database: Database) async throws in
                #expect(try await database.query(Self.port) == second.port)
            }
            result = .success(())
        } catch { result = .failure(error) }
        await first.freeze(false)
        try result.get()
    }

    /// The first answer after connections were lost.
    private func answer(of database: Database) async throws -> Int {
        for _ in 0..<200 {
            if let port = try? await database.query(Self.port) { return port }
        }
        return try await database.query(Self.port)
    }

    /// As on a standby, as far as clients see. Who is connected is disconnected, as by a failover.
    private func setReadOnly(_ cluster: TestCluster, _ isReadOnly: Bool) async throws {
        try await cluster.withDatabase({ $0.poolSize = 1 }) { owner in
            let statement: SQL =
                isReadOnly
                ? "ALTER SYSTEM SET default_transaction_read_only = on" : "ALTER SYSTEM SET default_transaction_read_only = off"
            try await owner.query(Query<Void>(statement))
            try await owner.query(Query<Void>("SELECT pg_reload_conf()"))
            let current = Query<Bool>.one("SELECT current_setting('default_transaction_read_only')::bool") { try $0.next(Bool.self) }
            while try await owner.query(current) != isReadOnly {}
            try await owner.query(
                Query<Void>("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'tls'"))
        }
    }
}
