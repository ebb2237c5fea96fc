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

    @Test func `each of several readings sees its own settings and nothing of another's, all in one round trip`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let both = Query<String>.one(
                "SELECT coalesce(current_setting('app.one', true), '') || coalesce(current_setting('app.two', true), '')"
            ) { try $0.next() }
            let none = try await database.readEach([Int]()) { number in ([], (number.query, both)) }
            #expect(none.isEmpty)
            let readings: [(settings: [Setting], number: Int)] = [
                ([Setting("app.one", true), Setting("app.two", true)], 1), ([Setting("app.two", false)], 2),
            ]
            let found = try await database.readEach(readings) { reading in
                (reading.settings, (both, reading.number.query))
            }
            #expect(found.map(\.0) == ["onon", "off"])
            #expect(found.map(\.1) == [1, 2])
            await #expect(throws: PostgresError.self) {
                try await database.readEach([1, 0]) { number in ([], (number.inverse, both)) }
            }
            #expect(try await database.query(both) == "")
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

extension Int {
    fileprivate var query: Query<Int> { .one("SELECT \(self)") { try $0.next() } }
    fileprivate var inverse: Query<Int> { .one("SELECT 1 / \(self)") { try $0.next() } }
}
