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
        let path = NSTemporaryDirectory() + "products-\(UUID()).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let refused = Mutex<[RefusedLine]>([])
        let outcome = try await ImportProducts(database: app.database.service, world: app.world)(
            path, isDryRun: isDryRun, skipsBad: skipsBad, refuse: { line in refused.withLock { $0.append(line) } })
        return (outcome, refused.withLock { $0 })
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
    }

    @Test func `a file with other columns is refused by their names`() async throws {
        let app = try await TestApp.open()
        await #expect(throws: ProductFileRefusal.columns(unknown: ["colour"], twice: ["sku"], missing: ["name.en"])) {
            _ = try await run("sku,sku,colour\nA,B,C\n", in: app)
        }
    }
}
