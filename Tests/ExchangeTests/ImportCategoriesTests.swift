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

/// The UNSPSC tree comes in by a file: ours, or the one that UNSPSC gives out.
@Suite(.database) struct ImportCategoriesTests {
    private func run(
        _ text: String, in app: TestApp, isDryRun: Bool = false, skipsBad: Bool = false
    ) async throws -> (outcome: StageProducts.Outcome, refused: [String], differences: [StagedDifference]) {
        let path = NSTemporaryDirectory() + "categories-\(UUID()).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let refused = Mutex<[String]>([])
        let differences = Mutex<[StagedDifference]>([])
        let (outcome, _) = try await ImportCategories(database: app.database.service)(
            .path(path), isDryRun: isDryRun, skipsBad: skipsBad,
            .init(
                refuse: { line in refused.withLock { $0.append("\(line.line) \(line.column)") } },
                differ: { one in differences.withLock { $0.append(one) } }))
        return (outcome, refused.withLock { $0 }, differences.withLock { $0 })
    }

    @Test func `the file of UNSPSC comes in as it is, each category under the nearest above it`() async throws {
        let app = try await TestApp.open()
        let file =
            "Key,Parent key,Code,Title\n106,,G,\"Business, Communication\"\n1,106,44000000,Office Equipment\n"
            + "2,1,44101501,Photocopiers\n3,1,44100000,Office machines\n4,1,43211507,Desktop computers\n"
        let told = try await run(file, in: app)
        #expect(told.refused == [] && told.outcome == .init(read: 4, added: 4, changed: 0, refused: 0))
        let stella = app.by(app.cast.stella)
        #expect(try await stella.get("/v1/categories/44101501").json?["parent"]?.text == "44100000")
        #expect(try await stella.get("/v1/categories/43211507").json?["parent"]?.text == "43211500")
        #expect(try await run(file, in: app).outcome.unchanged == 4)
    }

    @Test func `keywords come in by language, parted by semicolons, and stay where no column speaks of them`() async throws {
        let app = try await TestApp.open()
        func keywords() async throws -> String? {
            try await app.by(app.cast.stella).get("/v1/categories/43211503").json?["keywords"].map {
                String(decoding: $0.jsonBytes, as: UTF8.self)
            }
        }
        let file = "code,title.en,keywords.en,keywords.zh-CN\n43211503,Notebook computers,laptop; notebook ;laptop,笔记本；手提电脑\n"
        #expect(try await run(file, in: app).outcome == .init(read: 1, added: 0, changed: 1, refused: 0))
        #expect(try await keywords() == #"{"en":["laptop","notebook"],"zh-CN":["笔记本","手提电脑"]}"#)
        #expect(try await run(file, in: app).outcome.unchanged == 1)
        // UNSPSC's own file says nothing of them.
        #expect(try await run("Code,Title\n43211503,Notebook computers\n", in: app).outcome.unchanged == 1)
        let less = "code,title.en,keywords.en\n43211503,Notebook computers,\n43211504,Slates,slab\n"
        #expect(
            try await run(less, in: app, isDryRun: true).differences == [
                .init(line: 2, sku: "43211503", column: "keywords.en", before: "laptop; notebook", after: nil),
                .init(line: 3, sku: "43211504", column: nil, before: nil, after: nil),
            ])
        #expect(try await run(less, in: app).outcome == .init(read: 2, added: 1, changed: 1, refused: 0))
        #expect(try await keywords() == #"{"zh-CN":["笔记本","手提电脑"]}"#)
        await #expect(throws: ImportFileRefusal.columns(unknown: ["keywords.english"], twice: [], missing: [])) {
            try await run("code,title.en,keywords.english\n43211503,X,y\n", in: app)
        }
    }

    @Test func `a dry run tells what becomes other; what is wrong is told by line, all of it`() async throws {
        let app = try await TestApp.open()
        let before = try await app.database.contents()
        let file = "code,parent,title.en,title.zh-CN\n43211503,43211500,Notebooks,笔记本\n43211504,,Tablets,\n"
        let told = try await run(file, in: app, isDryRun: true)
        #expect(
            told.differences == [
                .init(line: 2, sku: "43211503", column: "title.en", before: "Notebook computers", after: "Notebooks"),
                .init(line: 2, sku: "43211503", column: "title.zh-CN", before: nil, after: "笔记本"),
                .init(line: 3, sku: "43211504", column: nil, before: nil, after: nil),
            ])
        let faulty = file + "4321,,Short,\n43211504,,Twice,\n43211505,44000000,Elsewhere,\n50101500,50100000,Orphan,\n43211506,,,无\n"
        let refused = try await run(faulty, in: app)
        #expect(Set(refused.refused) == ["4 code", "5 code", "6 parent", "7 parent", "8 title.en"])
        #expect(try await app.database.contents() == before)
        #expect(try await run(faulty, in: app, skipsBad: true).outcome == .init(read: 7, added: 1, changed: 1, refused: 5))
        #expect(try await app.by(app.cast.stella).get("/v1/categories/43211503").headers[.eTag] == "\"v2\"")
    }

    @Test func `a line that is there twice, word for word, is no contradiction`() async throws {
        let app = try await TestApp.open()
        let told = try await run("code,title.en\n44000000,Office\n44100000,Machines\n44000000,Office\n", in: app)
        #expect(told.refused == [] && told.outcome.added == 2 && told.outcome.unchanged == 1)
    }

    @Test func `a line that says again what another says stays refused until somebody takes it`() async throws {
        let app = try await TestApp.open()
        let note = "code: Line 2 has the code 44000000 already; empty this field to take the line"
        let first = try await run("code,title.en\n44000000,Office\n44000000,Again\n", in: app, skipsBad: true)
        #expect(first.refused == ["3 code"] && first.outcome.added == 1)
        let again = try await run("code,title.en,refused\n44000000,Again,\(note)\n", in: app, skipsBad: true)
        #expect(again.refused == ["2 "] && again.outcome.changed == 0)
        #expect(try await run("code,title.en,refused\n44000000,Again,\n", in: app).outcome.changed == 1)
    }
}
