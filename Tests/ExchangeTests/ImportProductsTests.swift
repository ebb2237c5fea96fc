import Accounts
import Foundation
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Synchronization
import Testing
import Web

@testable import Catalog
@testable import Exchange

/// A product file comes in as a whole, or those lines of it that are right; what was refused is told by line and column.
@Suite(.database) struct ImportProductsTests {
    private let header = "sku,name.en,name.zh-CN,category,listPrice.EUR,attribute.memory,attribute.touch,successor,lastBuyUntil\n"

    private func run(
        _ text: String, in app: TestApp, isDryRun: Bool = false, skipsBad: Bool = false
    ) async throws -> (outcome: StageProducts.Outcome, refused: [RefusedLine]) {
        let refused = Mutex<[RefusedLine]>([])
        let outcome = try await written(text) { path in
            try await ImportProducts(database: app.database.service, world: app.world)(
                .path(path), isDryRun: isDryRun, skipsBad: skipsBad, .init(refuse: { line in refused.withLock { $0.append(line) } })
            ).outcome
        }
        return (outcome, refused.withLock { $0 })
    }

    private func written<Result>(_ text: String, _ body: (String) async throws -> Result) async throws -> Result {
        let path = NSTemporaryDirectory() + "products-\(UUID()).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private func described(_ app: TestApp) async throws {
        let body = #"""
            {"title": {"en": "Notebook computers"}, "attributes": [
              {"name": "memory", "kind": "number", "unit": "E34"}, {"name": "touch", "kind": "flag"}]}
            """#
        let answer = try await app.by(app.cast.stella).send(
            .put, "/v1/categories/43211503", headers: [.ifMatch: "\"v1\""], json: body)
        #expect(answer.status == 200)
    }

    @Test func `what is new is added, what differs is changed, what is the same is left alone`() async throws {
        let app = try await TestApp.open()
        try await described(app)
        let file = header + "I-1,One,一,43211503,10.00,16,true,I-2,\nI-2,Two,,43211503,,,,,2026-12-31\n"
        let first = try await run(file, in: app)
        #expect(first.outcome == .init(read: 2, added: 2, changed: 0, refused: 0) && first.refused.isEmpty)
        let again = try await run(file, in: app)
        #expect(again.outcome.unchanged == 2)
        let other = try await run(file.replacing("10.00", with: "11.00"), in: app)
        #expect(other.outcome == .init(read: 2, added: 0, changed: 1, refused: 0))
        let product = try await app.by(app.cast.stella).get("/v1/products/I-1")
        #expect(product.headers[.eTag] == "\"v2\"" && product.json?["listPrices"]?.items?.first?["amount"]?.text == "11.00")
        #expect(product.json?["attributes"]?["memory"]?["unit"]?.text == "E34" && product.json?["name"]?["zh-CN"]?.text == "一")
        #expect(try await app.by(app.cast.ana).get(app.path("/catalog?q=%E4%B8%80&attribute.memory=16")).json?["total"] == .integer(1))
        let dropped = try await run(file.replacing("10.00", with: ""), in: app)
        #expect(dropped.outcome.changed == 1)
        #expect(try await app.by(app.cast.ana).get(app.path("/catalog/I-1/price")).json?["onRequest"] == .bool(true))
    }

    @Test func `where something cannot be taken nothing is, and all of it is told`() async throws {
        let app = try await TestApp.open()
        try await described(app)
        let before = try await app.database.contents()
        let file =
            header + "I-1,One,,43211503,10.00,many,yes,,\nI 2,Two,,,,,,,\nI-3,Three,,99999999,-1,,,,\nI-4,Four,,,,,,I-5,\n"
            + "I-5,Five,,,,,,I-4,\nI-6,Six,,,,,,NOWHERE,\nI-7,Seven,,,,,,,\nI-7,Again,,,,,,,\nI-8,,,,,,,,tomorrow\nI-9,Nine,,,,8,,,\n"
        let told = try await run(file, in: app)
        let places = told.refused.map { "\($0.line) \($0.column)" }
        #expect(
            Set(places) == [
                "2 attribute.memory", "2 attribute.touch", "3 sku", "4 listPrice.EUR", "5 successor", "6 successor", "7 successor", "9 sku",
                "10 name.en", "10 lastBuyUntil", "11 attribute.memory",
            ])
        #expect(try await app.database.contents() == before)
        let dry = try await run(file, in: app, isDryRun: true, skipsBad: true)
        #expect(dry.outcome.added == 1 && dry.outcome.refused == 9)
        #expect(try await app.database.contents() == before)
        let skipping = try await run(file, in: app, skipsBad: true)
        #expect(skipping.outcome == dry.outcome)
        #expect(try await app.by(app.cast.stella).get("/v1/products/I-7").json?["name"]?["en"]?.text == "Seven")
    }

    @Test func `a line that is left out is no longer the successor of another`() async throws {
        let app = try await TestApp.open()
        let file = header + "J-1,One,,,,,,J-2,\nJ-2,Two,,99999999,,,,,\nJ-3,Three,,,,,,J-1,\nJ-4,Four,,,,,,,\n"
        let told = try await run(file, in: app, skipsBad: true)
        #expect(told.outcome.added == 1 && told.outcome.refused == 3)
        #expect(Set(told.refused.map(\.line)) == [2, 3, 4])
        #expect(told.refused.contains { $0.line == 2 && $0.reason == "Line 3, which would bring J-2, is refused." && $0.value == "J-2" })
        #expect(told.refused.contains { $0.line == 4 && $0.reason == "Line 2, which would bring J-1, is refused." })
    }

    @Test func `a line with which something is wrong is held against the others all the same`() async throws {
        let app = try await TestApp.open()
        let file =
            header + "K-1,One,,,,,,K-2,\nK-2,Two,,,-1,,,K-1,\nK-3,Three,,99999999,,,,NOWHERE,\nK-4,Four,,,-1,,,,\nK-4,,,,,,,,\n"
        let told = try await run(file, in: app)
        #expect(
            Set(told.refused.map { "\($0.line) \($0.column) \($0.value)" }) == [
                "2 successor K-2", "3 listPrice.EUR -1", "3 successor K-1", "4 category 99999999", "4 successor NOWHERE",
                "5 listPrice.EUR -1", "6 name.en ", "6 sku K-4",
            ])
        #expect(told.outcome.refused == 5)
        #expect(try await run(file, in: app, skipsBad: true).outcome == .init(read: 5, added: 0, changed: 0, refused: 5))
    }

    @Test func `a dry run tells what becomes other, before and after, and keeps nothing`() async throws {
        let app = try await TestApp.open()
        try await described(app)
        let file = header + "I-1,One,一,43211503,10.00,16,true,I-2,\nI-2,Two,,43211503,,,,,2026-12-31\nI-4,Four,,,,,,,\n"
        _ = try await run(file, in: app)
        let before = try await app.database.contents()
        let other = header + "I-1,First,,43211503,11.50,32,,,\nI-2,Two,,43211503,7,,,,2026-12-31\nI-3,Three,,,,,,,\nI-4,Four,,,,,,,\n"
        let differences = Mutex<[StagedDifference]>([])
        _ = try await written(other) { path in
            try await ImportProducts(database: app.database.service, world: app.world)(
                .path(path), isDryRun: true, .init(refuse: { _ in }, differ: { one in differences.withLock { $0.append(one) } }))
        }
        #expect(
            differences.withLock { $0 } == [
                .init(line: 2, sku: "I-1", column: "name.en", before: "One", after: "First"),
                .init(line: 2, sku: "I-1", column: "name.zh-CN", before: "一", after: nil),
                .init(line: 2, sku: "I-1", column: "successor", before: "I-2", after: nil),
                .init(line: 2, sku: "I-1", column: "attribute.memory", before: "16 E34", after: "32 E34"),
                .init(line: 2, sku: "I-1", column: "attribute.touch", before: "true", after: nil),
                .init(line: 2, sku: "I-1", column: "listPrice.EUR", before: "10.0000", after: "11.5000"),
                .init(line: 3, sku: "I-2", column: "listPrice.EUR", before: nil, after: "7.0000"),
                .init(line: 4, sku: "I-3", column: nil, before: nil, after: nil),
            ])
        #expect(try await app.database.contents() == before)
    }

    @Test func `the lines that were refused can be corrected and brought in again`() async throws {
        let app = try await TestApp.open()
        let file = header + "K-1,One,,,10.00,,,,\nK-2,=Two,,,ten,,,NOWHERE,\nK-3,\"Th,ree\",,,-8,,,K-1,\nK-4,Four,,,,,,NOWHERE,\n"
        let told = try await run(file, in: app, skipsBad: true)
        #expect(told.outcome.added == 1 && told.outcome.refused == 3)
        var rows = RefusedRows()
        for line in told.refused { rows.add(line) }
        let again = Mutex("")
        try await written(file) { path in try rows.write(from: .path(path)) { record in again.withLock { $0 += record } } }
        let lines = again.withLock { $0 }.split(separator: "\r\n").map(String.init)
        #expect(lines.count == 4 && lines[0] == header.dropLast() + ",refused")
        #expect(lines[1].hasPrefix("K-2,'=Two,,,ten,,,NOWHERE,,\"listPrice.EUR: "), "\(lines)")
        let corrected = lines.joined(separator: "\n").replacing("ten", with: "10").replacing(",-8,", with: ",8,").replacing(
            "NOWHERE", with: "K-1")
        let second = try await run(corrected, in: app)
        #expect(second.outcome == .init(read: 3, added: 3, changed: 0, refused: 0), "\(second.refused)")
        #expect(try await app.by(app.cast.stella).get("/v1/products/K-2").json?["name"]?["en"]?.text == "=Two")
    }

    @Test func `the reason stands in its column whatever a line has of fields, and a line that needs a decision stays refused without one`()
        async throws
    {
        let app = try await TestApp.open()
        let short = "sku,name.en,manufacturer,listPrice.EUR\n"
        let file = short + "M-1,One,Larkspur,1\nM-1,Again,,2\nM-2,Larkspur,3\nM-3,Three,Larkspur,4,00\nM-4,Four,,none\n"
        func refused(_ text: String) async throws -> (outcome: StageProducts.Outcome, rows: [[String]], text: String) {
            let told = try await run(text, in: app, skipsBad: true)
            var rows = RefusedRows()
            for line in told.refused { rows.add(line) }
            var written = ""
            try await self.written(text) { path in try rows.write(from: .path(path)) { written += $0 } }
            var (reader, bytes) = (CSVReader { [] }, Array(written.utf8))
            reader = CSVReader {
                defer { bytes = [] }
                return bytes
            }
            var records: [[String]] = []
            while let record = try reader.next() { records.append(record.fields) }
            return (told.outcome, records, written)
        }
        let first = try await refused(file)
        let reasons = [
            "refused", "sku: Line 2 has the SKU M-1 already; empty this field to take the line",
            "3 fields, and the first line has 4; empty this field to take the line",
            "5 fields, and the first line has 4; empty this field to take the line",
            "listPrice.EUR: digits with at most four decimals are needed",
        ]
        #expect(first.outcome.added == 1)
        #expect(first.rows.map { $0[4] } == reasons, "\(first.text)")
        #expect(first.rows[3] == ["M-3", "Three", "Larkspur", "4", reasons[3], "00"])
        let again = try await refused(first.text)
        #expect(again.outcome == .init(read: 4, added: 0, changed: 0, refused: 4))
        let moreFields = reasons[3].replacing("5 fields, and the first line has 4", with: "6 fields, and the first line has 5")
        #expect(again.rows.map { $0[4] } == reasons[..<3] + [moreFields, reasons[4]], "\(again.text)")
        #expect(try await app.by(app.cast.stella).get("/v1/products/M-1").json?["name"]?["en"]?.text == "One")
        let corrected =
            "\(short.dropLast()),refused\nM-1,Again,,2,\nM-2,Two,Larkspur,3,\nM-3,Three,Larkspur,4.00,\nM-4,Four,,,\(reasons[4])\n"
        let taken = try await run(corrected, in: app)
        #expect(taken.outcome == .init(read: 4, added: 3, changed: 1, refused: 0), "\(taken.refused)")
    }

    @Test func `what no product may have over HTTP is refused in a file, and nothing else falls with it`() async throws {
        let app = try await TestApp.open()
        let file =
            header + "L-1,N\u{0}ul,,,,,,,\nL-2,\u{202E}Turned,,,,,,,\nL-3,\(String(repeating: "x", count: 4001)),,,,,,,\n"
            + "L-4,\"Two\nlines\",,,,,,,\n"
        let told = try await run(file, in: app, skipsBad: true)
        #expect(told.refused.map { "\($0.line) \($0.column)" } == ["2 name.en", "3 name.en", "4 name.en"])
        #expect(told.outcome.added == 1)
    }

    @Test func `a file with other columns is refused by their names`() async throws {
        let app = try await TestApp.open()
        await #expect(throws: ImportFileRefusal.columns(unknown: ["colour"], twice: ["sku"], missing: ["name.en"])) {
            _ = try await run("sku,sku,colour\nA,B,C\n", in: app)
        }
    }
}
