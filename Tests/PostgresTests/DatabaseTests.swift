import Postgres
import Synchronization
import Testing

@Suite struct DatabaseTests {
    @Test func `a statement answers with its rows`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let rows = try await database.query(
                .all("SELECT n, n::text FROM generate_series(1, \(3)) AS n") { row in (try row.next(Int.self), try row.next(String.self)) })
            #expect(rows.map(\.0) == [1, 2, 3])
            #expect(rows.map(\.1) == ["1", "2", "3"])
        }
    }

    @Test func `read answers several queries of different types`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let (number, text) = try await database.read(
                [Setting("app.flag", true)],
                Query.one("SELECT 7") { try $0.next(Int.self) },
                Query.one("SELECT current_setting('app.flag')") { try $0.next(String.self) })
            #expect(number == 7)
            #expect(text == "on")
        }
    }

    @Test func `a transaction does all`() async throws {
        try await TestCluster.shared.withDatabase { database in
            _ = try await database.query(Query<Void>("CREATE TABLE all_of_it (n int8)"))
            let sum = try await database.transaction([]) { transaction in
                transaction.enqueue(.changing(1, "INSERT INTO all_of_it VALUES (\(1))", otherwise: PostgresDecodingError.noRow))
                let sum = try await transaction.run(Query.one("SELECT sum(n)::int8 FROM all_of_it") { try $0.next(Int.self) })
                transaction.enqueue(Query<Void>("INSERT INTO all_of_it VALUES (\(2))"))
                return sum
            }
            #expect(sum == 1)
            let total = try await database.query(.one("SELECT sum(n)::int8 FROM all_of_it") { try $0.next(Int.self) })
            #expect(total == 3)
        }
    }
}
