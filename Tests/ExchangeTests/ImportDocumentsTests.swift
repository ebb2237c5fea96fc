import Foundation
import Kernel
import PurveyorTesting
import Synchronization
import Testing
import Web

@testable import Catalog
@testable import Exchange

/// Documents of products in a file, beside those that were put there in JSON.
@Suite(.database) struct ImportDocumentsTests {
    private func run(_ text: String, in app: TestApp) async throws -> (outcome: StageProducts.Outcome, told: [String]) {
        let path = NSTemporaryDirectory() + "documents-\(UUID()).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let told = Mutex<[String]>([])
        let outcome = try await ImportProducts(database: app.database.service, world: app.world)(
            .path(path),
            .init(
                refuse: { line in told.withLock { $0.append("\(line.line) \(line.column)") } },
                differ: { one in told.withLock { $0.append("\(one.column ?? "new"): \(one.before ?? "-") → \(one.after ?? "-")") } })
        ).outcome
        return (outcome, told.withLock { $0 })
    }

    @Test func `documents come in by kind and language, and stay where a file has none`() async throws {
        let app = try await TestApp.open()
        let header = "sku,name.en,document.manual,document.manual.en,document.manual.zh-CN,document.datasheet\n"
        let file = header + "D-1,One,https://d.example/m1.pdf https://d.example/m2.pdf,User guide,手册,https://d.example/d.pdf\n"
        #expect(try await run(file, in: app).outcome.added == 1)
        func documents() async throws -> [String] {
            let found = try await app.by(app.cast.stella).get("/v1/products/D-1").json?["documents"]?.items ?? []
            return found.map { "\($0["kind"]?.text ?? "") \($0["url"]?.text ?? "") \($0["title"]?["en"]?.text ?? "")" }
        }
        #expect(
            try await documents() == [
                "datasheet https://d.example/d.pdf Datasheet", "manual https://d.example/m1.pdf User guide",
                "manual https://d.example/m2.pdf User guide",
            ])
        #expect(try await run(file, in: app).outcome.unchanged == 1)
        #expect(try await run("sku,name.en\nD-1,Another\n", in: app).outcome.changed == 1)
        #expect(try await documents().count == 3)
        let fewer = try await run("sku,name.en,document.safety\nD-1,Another,https://d.example/s.pdf\n", in: app)
        #expect(
            fewer.told == ["document: https://d.example/d.pdf https://d.example/m1.pdf https://d.example/m2.pdf → https://d.example/s.pdf"])
        #expect(try await documents() == ["safety https://d.example/s.pdf Safety"])
        #expect(try await run("sku,name.en,document.safety\nD-1,Another,\n", in: app).outcome.changed == 1)
        #expect(try await documents() == [])
        let bad = try await run(header + "D-2,Two,ftp://x,,,\nD-3,Three,,Guide,,\n", in: app)
        #expect(bad.told == ["2 document.manual", "3 document.manual"])
    }
}
