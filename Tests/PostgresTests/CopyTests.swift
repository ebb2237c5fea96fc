import Postgres
import Testing

@Suite struct CopyTests {
    struct GaveUp: Error {}

    private func withTable<T>(_ name: String, _ body: (Database) async throws -> T) async throws -> T {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 1 }) { database in
            try await database.query(Query<Void>(SQL(stringLiteral: "CREATE TABLE \(name) (n int8, name text, price numeric)")))
            return try await body(database)
        }
    }

    @Test func `a hundred thousand rows go in and come out`() async throws {
        try await withTable("many") { database in
            let count = try await database.transaction { transaction in
                try await transaction.copyIn("COPY many FROM STDIN (FORMAT binary)") { writer in
                    for n in 1...100_000 {
                        try await writer.row(n, n % 10 == 0 ? nil : "name \(n)", PostgresNumeric(unscaled: Int64(n), scale: 2))
                    }
                }
            }
            #expect(count == 100_000)
            let (sum, names, prices) = try await database.query(
                .one("SELECT sum(n)::int8, count(name), sum(price) FROM many") { row in
                    (try row.next(Int.self), try row.next(Int.self), try row.next(PostgresNumeric.self))
                })
            #expect(sum == 5_000_050_000)
            #expect(names == 90_000)
            #expect(prices == PostgresNumeric(unscaled: 5_000_050_000, scale: 2))
            var lines = 0
            var size = 0
            try await database.transaction { transaction in
                try await transaction.copyOut("COPY (SELECT n, name FROM many ORDER BY n) TO STDOUT (FORMAT csv)") { chunk in
                    lines += chunk.count { $0 == UInt8(ascii: "\n") }
                    size = max(size, chunk.count)
                    #expect(chunk.last == UInt8(ascii: "\n"))
                }
            }
            #expect(lines == 100_000)
            #expect(size < 200_000, "it comes in chunks")
        }
    }

    @Test func `a copy and statements are one transaction`() async throws {
        try await withTable("together") { database in
            await #expect(throws: GaveUp.self) {
                try await database.transaction { transaction in
                    transaction.enqueue(Query<Void>("INSERT INTO together VALUES (1)"))
                    _ = try await transaction.copyIn("COPY together (n) FROM STDIN (FORMAT binary)") { try await $0.row(2) }
                    let count = try await transaction.run(Query.one("SELECT count(*) FROM together") { try $0.next(Int.self) })
                    #expect(count == 2)
                    throw GaveUp()
                }
            }
            let left = try await database.query(.one("SELECT count(*) FROM together") { try $0.next(Int.self) })
            #expect(left == 0)
        }
    }

    @Test func `a writer that gives up leaves nothing, and the connection goes on`() async throws {
        try await withTable("given_up") { database in
            await #expect(throws: GaveUp.self) {
                try await database.transaction { transaction in
                    try await transaction.copyIn("COPY given_up (n) FROM STDIN (FORMAT binary)") { writer in
                        for n in 1...50_000 { try await writer.row(n) }
                        throw GaveUp()
                    }
                }
            }
            let left = try await database.query(.one("SELECT count(*) FROM given_up") { try $0.next(Int.self) })
            #expect(left == 0)
            #expect(database.statistics.open == 1)
        }
    }

    @Test func `a row that the server refuses is an error of the copy`() async throws {
        try await withTable("refused_row") { database in
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.transaction { transaction in
                        try await transaction.copyIn("COPY refused_row (n) FROM STDIN (FORMAT binary)") { writer in
                            try await writer.row(Int32(1))
                            for n in 1...50_000 { try await writer.row(n) }
                        }
                    }
                })
            #expect(error.sqlState == "08P01")
            let left = try await database.query(.one("SELECT count(*) FROM refused_row") { try $0.next(Int.self) })
            #expect(left == 0)
        }
    }

    @Test func `a copy of a table that is not there is an error, and the connection goes on`() async throws {
        try await withTable("there") { database in
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.transaction { try await $0.copyOut("COPY not_there TO STDOUT") { _ in } }
                })
            #expect(error.sqlState == "42P01")
            let left = try await database.query(.one("SELECT count(*) FROM there") { try $0.next(Int.self) })
            #expect(left == 0)
            #expect(database.statistics.open == 1)
        }
    }

    @Test func `a reader that gives up costs the connection and nothing else`() async throws {
        try await withTable("unread") { database in
            await #expect(throws: GaveUp.self) {
                try await database.transaction { transaction in
                    try await transaction.copyOut("COPY (SELECT * FROM generate_series(1, 1000000)) TO STDOUT") { _ in throw GaveUp() }
                }
            }
            let left = try await database.query(.one("SELECT count(*) FROM unread") { try $0.next(Int.self) })
            #expect(left == 0)
        }
    }

    @Test func `a slow reader makes the server wait`() async throws {
        try await withTable("slow") { database in
            var rows = 0
            try await database.transaction { transaction in
                try await transaction.copyOut("COPY (SELECT n FROM generate_series(1, 200000) AS n) TO STDOUT") { chunk in
                    for _ in 0..<50 { await Task.yield() }
                    rows += chunk.count { $0 == UInt8(ascii: "\n") }
                }
            }
            #expect(rows == 200_000)
        }
    }
}
