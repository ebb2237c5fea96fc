import Postgres
import Testing

@Suite struct SQLPartsTests {
    private func bytes(_ sql: SQL) -> [[UInt8]?] { sql.parameters.map(\.bytes) }

    @Test func `a value becomes a parameter, never text`() {
        let sql: SQL = "SELECT \("x'; DROP TABLE y") WHERE a = \(1) AND b = \(String?.none)"
        #expect(sql.text == "SELECT $1 WHERE a = $2 AND b = $3")
        #expect(bytes(sql) == [Array("x'; DROP TABLE y".utf8), [0, 0, 0, 0, 0, 0, 0, 1], nil])
        #expect(sql.parameters.map(\.type) == [.text, .int8, .text])
    }

    @Test func `a piece brings its values, numbered on from those before it`() {
        let piece: SQL = "(é, id) < (\("é"), \(true))"
        let sql: SQL = "SELECT $tag$ $1 $tag$, \(7) WHERE \(piece) AND \(piece) LIMIT \(9)"
        #expect(sql.text == "SELECT $tag$ $1 $tag$, $1 WHERE (é, id) < ($2, $3) AND (é, id) < ($4, $5) LIMIT $6")
        #expect(sql.parameters.map(\.type) == [.int8, .text, .bool, .text, .bool, .int8])
        #expect(bytes(sql)[1] == Array("é".utf8) && bytes(sql)[3] == Array("é".utf8))
    }

    @Test func `pieces in pieces, also where a number grows longer`() {
        let nine: SQL = "\(1), \(2), \(3), \(4), \(5), \(6), \(7), \(8), \(9)"
        let inner: SQL = "\("a") \(nine)"
        let sql: SQL = "\(true) [\(inner)] \("b")"
        #expect(sql.text == "$1 [$2 $3, $4, $5, $6, $7, $8, $9, $10, $11] $12")
        #expect(sql.parameters.count == 12)
        let again: SQL = "\(sql) \(sql)"
        #expect(again.text == sql.text + " $13 [$14 $15, $16, $17, $18, $19, $20, $21, $22, $23] $24")
    }

    @Test func `a condition without its value is not there`() {
        func sql(_ state: String?) -> SQL { "SELECT \(1)\(state, then: { " WHERE state = \($0)" }) LIMIT \(2)" }
        #expect(sql("held").text == "SELECT $1 WHERE state = $2 LIMIT $3")
        #expect(sql(nil).text == "SELECT $1 LIMIT $2")
        #expect(sql(nil).parameters.count == 2)
    }

    @Test func `the server carries out what was put together`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let numbers: SQL = "SELECT n FROM generate_series(\(1), \(9)) AS n"
            let from: SQL = "n >= \(4)"
            let found = try await database.query(.all("\(numbers) WHERE \(from) AND n < \(7)") { try $0.next(Int.self) })
            #expect(found == [4, 5, 6])
        }
    }

    @Test func `a generic plan does not know the values`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let query = Query<Void>("SELECT FROM pg_class WHERE \(String?.none)::text IS NULL OR relname = \("x")")
            let plan = try await database.genericPlan(of: query).joined(separator: "\n")
            #expect(plan.contains("$1") && plan.contains("$2"), "\(plan)")
            let without = try await database.genericPlan(of: Query<Void>("SELECT 1"))
            #expect(without == ["Result"])
        }
    }
}
