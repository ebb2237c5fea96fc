import Postgres
import Testing

@Suite struct SQLTests {
    @Test func `a part keeps its values and takes the numbers that are next`() {
        let unit: SQL = "q.unit_id"
        let part: SQL = "(\(unit) = \(7) OR \(unit) = ANY(\(["a", "b"])))"
        let whole: SQL = "SELECT 1 FROM q WHERE q.a = \("x") AND \(part) AND é = '$9' LIMIT \(5)"
        #expect(whole.text == "SELECT 1 FROM q WHERE q.a = $1 AND (q.unit_id = $2 OR q.unit_id = ANY($3)) AND é = '$9' LIMIT $4")
        #expect(whole.parameters.map(\.type) == [.text, .int8, [String].postgresType, .int8])
    }

    @Test func `a part may stand twice, and in another part`() {
        let one: SQL = "\(1)"
        let two: SQL = "\(one) + \(one)"
        let whole: SQL = "SELECT é, \(two), \(2), \(two)"
        #expect(whole.text == "SELECT é, $1 + $2, $3, $4 + $5")
        #expect(whole.parameters.count == 5)
    }
}
