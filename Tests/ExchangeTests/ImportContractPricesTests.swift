import Accounts
import Foundation
import Kernel
import Postgres
import PurveyorTesting
import Synchronization
import Testing
import Web

@testable import Catalog
@testable import Exchange

/// A file of contract rules becomes the draft of a contract's next version, all of it or what is right of it; what is in force stays as it
/// is until that is published.
@Suite(.database) struct ImportContractPricesTests {
    private let header = "contract,kind,selector,value,priority,cumulative,fromQuantity,amount,currency,percent,minimum,maximum,multiple\n"

    private struct Told {
        var outcome = StageContractLines.Outcome()
        var encoding = FileEncoding.utf8
        var refused: [RefusedLine] = []
        var differences: [ContractRuleDifference] = []
        var rows = ""

        var places: Set<String> { Set(refused.map { "\($0.line) \($0.column)" }) }
    }

    private func run(
        _ text: String, in app: TestApp, _ change: (inout StageContractLines.Options) -> Void = { _ in }
    ) async throws -> Told {
        try await run(bytes: Array(text.utf8), in: app, change)
    }

    private func run(
        bytes: [UInt8], in app: TestApp, _ change: (inout StageContractLines.Options) -> Void = { _ in }
    ) async throws -> Told {
        var options = StageContractLines.Options()
        change(&options)
        let path = NSTemporaryDirectory() + "contract-\(UUID()).csv"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let told = Mutex(Told())
        let rows = Mutex(RefusedRows())
        let (outcome, encoding) = try await ImportContractPrices(
            database: app.database.service, world: app.world)(
                .path(path), options, by: .command(in: app.cast.acme.id),
                .init(
                    refuse: { line in
                        told.withLock { $0.refused.append(line) }
                        rows.withLock { $0.add(line) }
                    }, differ: { one in told.withLock { $0.differences.append(one) } }))
        var result = told.withLock { $0 }
        (result.outcome, result.encoding) = (outcome, encoding)
        var text = ""
        try rows.withLock { try $0.write(from: .path(path)) { text += $0 } }
        result.rows = text
        return result
    }

    private func draft(_ app: TestApp) async throws -> JSONValue? {
        try await app.by(app.cast.rita).get(app.path("/contracts/C-000001")).json?["draft"]
    }

    private func price(_ app: TestApp, _ sku: String = "NB-100", quantity: Int = 1) async throws -> String? {
        try await app.by(app.cast.ana).get(app.path("/catalog/\(sku)/price?quantity=\(quantity)")).json?["unitPrice"]?["amount"]?.text
    }

    @Test func `a file takes the place of the price rules, and leaves assortment and terms as they are`() async throws {
        let app = try await TestApp.open()
        let file =
            header + "C-000001,fixed,product,NB-100,,,,1000.00,EUR,,,,\nC-000001,fixed,product,NB-100,,,10,950,,,,,\n"
            + "C-000001,discount,category,43210000,5,true,,,,7.5,,,\nC-000001,discount,category,43210000,5,true,20,,,9,,,\n"
            + "C-000001,costFree,product,SV-300,,,,,,,,,\n"
        let told = try await run(file, in: app)
        #expect(told.refused == [] && told.outcome.read == 5)
        #expect(told.outcome.contracts.map(\.state) == [.drafted] && told.outcome.contracts.first?.obstacles == [])
        #expect(try await price(app) == "1040.00", "a draft is nobody's price")
        let draft = try #require(try await draft(app))
        #expect(draft["validFrom"]?.text == "2026-06-15" && draft["validTo"]?.text == Cast.lastDay.description)
        #expect(draft["assortment"]?.items?.count == 3 && draft["terms"]?["payment"]?.text == "30 days net")
        #expect(draft["rules"]?.items?.map { $0["tiers"]?.items?.count } == [2, 2, 1])
        #expect(draft["rules"]?.items?[1]["cumulative"] == .bool(true) && draft["rules"]?.items?[1]["priority"] == .integer(5))

        let published = try await run(file, in: app) { $0.publishes = true }
        #expect(published.outcome.contracts.first?.version == 2)
        #expect(try await price(app) == "1000.00")
        #expect(try await price(app, quantity: 10) == "950.00")
        #expect(try await price(app, "SV-300") == "0.00")
        let before = try await app.database.contents()
        let again = try await run(file, in: app) { $0.publishes = true }
        #expect(again.outcome.contracts.map(\.state) == [.unchanged] && again.differences == [])
        #expect(try await app.database.contents() == before)
        let kinds = try await Desk(app).eventKinds().filter { $0.hasPrefix("contract") }
        #expect(kinds == ["contractDrafted", "contractPublished"])
    }

    @Test func `everything that is wrong is told by line and column, by what checks a draft over HTTP, and nothing is kept`() async throws {
        let app = try await TestApp.open()
        let before = try await app.database.contents()
        let file =
            header + "C-000001,fixed,product,NB-100,,,,1000.00,USD,,,,\n"  // 2: another currency
            + "C-000001,fixed,product,NB-110,,,,1000.00,,,,,\nC-000001,fixed,product,NB-110,,,,900.00,,,,,\n"  // 4: overlaps
            + "C-000001,discount,everything,,,,,,,101,,,\n"  // 5: above 100
            + "C-000001,fixed,product,NO-1,,,,5,,,,,\n"  // 6: unknown
            + "C-000001,fixed,product,NB-120,,,,5,,,,,\nC-000001,fixed,product,NB-120,,,10,4,,,,,\n"
            + "C-000001,fixed,product,NB-120,,,10,3,,,,,\n"  // 9: does not ascend
            + "C-2,fixed,product,NB-100,,,,5,,,,,\n"  // 10: no such contract
            + "C-000001,gift,thing,NB-100,x,maybe,-1,1e3,Euro,,,,\n"  // 11
            + "C-000001,include,everything,,,,,5,,,,,\n"  // 12: has no amount
            + "C-000001,quantity,product,NB-130,,,,,,,10,5,\n"  // 13: one field too few
            + "C-000001,quantity,product,NB-140,,,,,,,10,5,,\n"  // 14: one too many
            + "C-000001,quantity,product,NB-150,,,,,,,10,5,\n"
        let told = try await run(file, in: app)
        #expect(
            told.places.isSuperset(of: [
                "2 currency", "4 ", "5 percent", "6 value", "9 fromQuantity", "10 contract", "11 kind", "11 selector", "11 priority",
                "11 cumulative", "11 fromQuantity", "11 amount", "11 currency", "12 amount", "14 ",
            ]), "\(told.refused)")
        #expect(told.places.isSuperset(of: ["7 ", "8 "]), "a rule without one of its steps would be another price")
        #expect(!told.places.contains("3 "))
        #expect(try await app.database.contents() == before)
    }

    @Test func `with bad lines skipped the rest goes in, and what was refused, corrected, is added to it`() async throws {
        let app = try await TestApp.open()
        let file =
            "contract,kind,selector,value,fromQuantity,amount,percent\n" + "C-000001,fixed,product,NB-100,,1000.00,\n"
            + "C-000001,fixed,product,NB-110,,1100.00,\nC-000001,fixed,product,NB-110,10,eleven,\n" + "C-000001,discount,everything,,,,3\n"
        let told = try await run(file, in: app) { $0.skipsBad = true }
        #expect(told.outcome.refused == 2 && told.places == ["4 amount", "3 "])
        #expect(try await draft(app)?["rules"]?.items?.count == 2)
        #expect(told.rows.split(separator: "\r\n").count == 3)
        let corrected = told.rows.replacing("eleven", with: "1050.00")
        let again = try await run(corrected, in: app)
        #expect(again.refused == [])
        let rules = try await draft(app)?["rules"]?.items
        #expect(rules?.map { $0["value"]?.text ?? "" } == ["NB-100", "", "NB-110"])
        #expect(rules?.last?["tiers"]?.items?.count == 2)
    }

    @Test func `a dry run tells each rule that is new, other or gone, and keeps nothing`() async throws {
        let app = try await TestApp.open()
        let before = try await app.database.contents()
        let file =
            header + "C-000001,fixed,product,NB-100,,,,1040.00,,,,,\nC-000001,fixed,product,NB-110,,,,1100.00,,,,,\n"
            + "C-000001,discount,everything,,,,,,,2,,,\nC-000001,quantity,product,NB-100,,,,,,,2,,2\n"
        let told = try await run(file, in: app) {
            $0.isDryRun = true
            $0.publishes = true
        }
        #expect(try await app.database.contents() == before)
        let texts = told.differences.map { "\($0.what.rawValue) \($0.kind) \($0.value ?? "-"): \($0.before ?? "-") → \($0.after ?? "-")" }
        #expect(
            texts == [
                "changed fixed NB-100: 1040.00 EUR; from 10: 999.50 EUR; from 50: 940.125 EUR → 1040.00 EUR",
                "added fixed NB-110: - → 1100.00 EUR", "added quantity NB-100: - → minimum 2, multiple 2",
                "removed fixed MO-200: 189.99 EUR → -", "removed discount NB-130: 15 % → -",
                "removed discount 43211900: 12.5 %; from 20: 15 % → -", "removed discount 43210000: 5 % → -",
                "removed discount Larkspur: 8 % → -",
            ], "\(texts)")
        #expect(told.outcome.contracts.first?.state == .published && told.outcome.contracts.first?.removed == 5)
    }

    @Test func `what keeps a draft from being published is told, and refuses the publishing of it`() async throws {
        let app = try await TestApp.open()
        let file = header + "C-000001,fixed,product,NB-100,,,,900.00,,,,,\n"
        let first = LocalDate("2026-01-01")
        let drafted = try await run(file, in: app) { $0.validFrom = first }
        #expect(drafted.outcome.contracts.first?.obstacles.first?.contains("replaces") == true)
        let before = try await app.database.contents()
        let refused = try await run(file, in: app) {
            $0.validFrom = first
            $0.publishes = true
        }
        #expect(refused.outcome.contracts.map(\.state) == [.refused] && refused.places == ["2 contract"])
        #expect(try await app.database.contents() == before)
        let published = try await run(file, in: app) {
            $0.validFrom = first
            $0.publishes = true
            $0.replaces = [1]
        }
        #expect(published.outcome.contracts.first?.version == 2)
        #expect(try await price(app) == "900.00")
    }

    @Test func `an import that is refused as a whole tells each fault with its place`() {
        let faults = (1...60).map { Fault("/replaces/\($0)", "unknownVersion", "The contract has no version \($0).") }
        let told = RunImports.reason(ContractRefusal.faulty(faults)) ?? ""
        #expect(told.hasPrefix("The draft cannot be published as it is. /replaces/1: The contract has no version 1. /replaces/2: "))
        #expect(told.hasSuffix("/replaces/50: The contract has no version 50. … and 10 more."))
        #expect(RunImports.reason(ContractRefusal.noDraft) == ContractRefusal.noDraft.sentence)
    }

    @Test(arguments: [true, false])
    func `what is to be replaced is said of the draft that is there too, by a dry run as by the other`(_ isDryRun: Bool) async throws {
        let app = try await TestApp.open()
        let file = header + "C-000001,fixed,product,NB-100,,,,900.00,EUR,,,,\n"
        _ = try await run(file, in: app) { $0.validFrom = LocalDate("2026-01-01") }
        let told = try await run(file, in: app) {
            $0.publishes = true
            $0.replaces = [1]
            $0.isDryRun = isDryRun
        }
        #expect(told.outcome.contracts.map(\.state) == [.published] && told.outcome.contracts.first?.version == 2)
        #expect(try await price(app) == (isDryRun ? "1040.00" : "900.00"))
    }

    @Test func `a published version tells which open quotes it touches, in a dry run too`() async throws {
        let app = try await TestApp.open()
        let quote = try await app.by(app.cast.ana).post(app.path("/quotes"), #"{"name": "Q", "lines": [{"sku": "NB-100", "quantity": 1}]}"#)
        let number = try #require(quote.json?["number"]?.text)
        let file = header + "C-000001,fixed,product,NB-100,,,,1000.00,EUR,,,,\n"
        let drafted = try await run(file, in: app)
        #expect(drafted.outcome.contracts.first?.touches == nil)
        for isDryRun in [true, false] {
            let told = try await run(file, in: app) {
                $0.publishes = true
                $0.isDryRun = isDryRun
            }
            let touches = try #require(told.outcome.contracts.first?.touches)
            #expect(touches.count == 1 && touches.quotes.map(\.number.description) == [number])
            #expect(touches.quotes.first?.lines.map { $0.before?.amount } == ["1040.00"])
            #expect(touches.quotes.first?.lines.map { $0.after?.amount } == ["1000.00"])
        }
    }

    @Test func `who writes in the account does not wait while an import writes its outputs`() async throws {
        let app = try await TestApp.open()
        let path = NSTemporaryDirectory() + "contract-\(UUID()).csv"
        try Data((header + "C-000001,fixed,product,NB-100,,,,1000.00,EUR,,,,\n").utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var options = StageContractLines.Options()
        options.publishes = true
        let quoted = Mutex<Int?>(nil)
        _ = try await ImportContractPrices(database: app.database.service, world: app.world)(
            .path(path), options, by: .command(in: app.cast.acme.id), .init(refuse: { _ in }),
            finish: { _, _, transaction in
                // Whatever travels with the next statement is there now.
                try await transaction.run(Query<Void>("SELECT"))
                let answer = try await app.by(app.cast.ana).post(
                    app.path("/quotes"), #"{"name": "Q", "lines": [{"sku": "NB-100", "quantity": 1}]}"#)
                quoted.withLock { $0 = answer.status }
            })
        #expect(quoted.withLock { $0 } == 201)
        #expect(try await Desk(app).eventKinds().suffix(3) == ["quoteCreated", "contractDrafted", "contractPublished"])
    }

    @Test func `every line behind the last that a contract may have is refused, none without a word`() async throws {
        let app = try await TestApp.open()
        let lines = Limits.contractLines + 1200
        let file =
            "contract,kind,selector,value,amount\nC-000001,fixed,product,NB-100,900.00\n"
            + String(repeating: "C-000001,fixed,product,NB-100,901.00\n", count: lines - 1)
        let told = try await run(file, in: app) { $0.skipsBad = true }
        #expect(told.outcome.read == lines && told.outcome.refused == lines - 1)
        #expect(Set(told.refused.map(\.line)).count == lines - 1)
        #expect(told.rows.split(separator: "\r\n").count == lines, "the header, and all lines but one")
        #expect(try await draft(app)?["rules"]?.items?.count == 1)
    }

    @Test func `a rule that the file has twice stays refused until somebody takes the second`() async throws {
        let app = try await TestApp.open()
        let file =
            header + "C-000001,fixed,product,NB-100,,,,1000.00,EUR,,,,\nC-000001,fixed,product,NB-100,,,,900.00,EUR,,,,\n"
            + "C-000001,fixed,product,NB-100,,,10,800.00,EUR,,,,\nC-000001,fixed,product,MO-200,300\n"
        let told = try await run(file, in: app) { $0.skipsBad = true }
        #expect(told.places == ["3 ", "4 ", "5 "] && told.outcome.refused == 3, "\(told.refused)")
        let rows = told.rows.split(separator: "\r\n").map(String.init)
        #expect(rows[1].hasSuffix(#","Line 2 says this already; empty this field to take the line""#), "\(rows)")
        #expect(
            rows[3]
                == "C-000001,fixed,product,MO-200,300,,,,,,,,,\"5 fields, and the first line has 13; empty this field to take the line\"")
        let again = try await run(told.rows, in: app) { $0.skipsBad = true }
        #expect(again.outcome.refused == 3 && again.rows == told.rows)
        func prices() async throws -> [String?] {
            let rules = try await draft(app)?["rules"]?.items ?? []
            return rules.compactMap { $0["tiers"]?.items }.joined().map { $0["price"]?["amount"]?.text }
        }
        #expect(try await prices() == ["1000.00"])
        let emptied = told.rows.replacing("Line 2 says this already; empty this field to take the line", with: "")
        let taken = try await run(emptied, in: app) { $0.skipsBad = true }
        #expect(taken.outcome.refused == 1)
        #expect(try await prices() == ["900.00", "800.00"])
    }

    @Test func `what stays because all that the file says of it was refused is known as well`() async throws {
        let app = try await TestApp.open()
        let agreed =
            header + "C-000001,include,everything,,,,,,,,,,\nC-000001,exclude,product,NB-190,,,,,,,,,\n"
            + "C-000001,discount,manufacturer,Larkspur,,,,,,7.50,,,\n"
        #expect(try await run(agreed, in: app) { $0.publishes = true }.outcome.contracts.first?.version == 2)
        let file = header + "C-000001,fixed,product,NB-100,,,,900.00,EUR,,,,\nC-000001,include,product,NOPE,,,,,,,,,\n"
        let told = try await run(file, in: app) {
            $0.publishes = true
            $0.skipsBad = true
            $0.validFrom = LocalDate("2026-07-01")
        }
        #expect(told.refused.map(\.line) == [3])
        #expect(told.outcome.contracts.map(\.obstacles) == [[]] && told.outcome.contracts.first?.state == .published)
    }

    @Test func `what is written of a version can be brought in again, and changes nothing`() async throws {
        let app = try await TestApp.open()
        let file =
            header + "C-000001,fixed,product,NB-100,3,,,1000.00,EUR,,,,\nC-000001,fixed,product,NB-100,3,,10,950.1250,EUR,,,,\n"
            + "C-000001,discount,manufacturer,Larkspur,,true,5,,,7.50,,,\nC-000001,free,product,SV-300,,,,,,,,,\n"
            + "C-000001,include,everything,,,,,,,,,,\nC-000001,exclude,product,NB-190,,,,,,,,,\n"
            + "C-000001,quantity,category,43211500,,,,,,,2,100,2\n"
        #expect(try await run(file, in: app) { $0.publishes = true }.outcome.contracts.first?.version == 2)
        for version in [2, 1] {
            let answer = try await app.by(app.cast.ada).get(app.path("/contracts/C-000001/versions/\(version)?format=csv"))
            #expect(answer.status == 200 && answer.text.hasPrefix(CSVText.mark + header.dropLast()))
            let before = try await app.database.contents()
            let again = try await run(answer.text, in: app) {
                // Version 1 would come after version 2 of the same day, which takes a word of its own.
                $0.publishes = version == 2
                $0.isDryRun = version == 1
            }
            #expect(again.refused == [] && again.differences.isEmpty == (version == 2))
            #expect(try await app.database.contents() == before)
        }
    }

    @Test func `the encoding is found out, and a guard against formulas is taken off`() async throws {
        let app = try await TestApp.open()
        let file = "contract,kind,selector,value,percent\r\nC-000001,discount,manufacturer,Larkspur,'-4\r\n"
        let told = try await run(bytes: [0xFF, 0xFE] + file.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, in: app)
        #expect(told.encoding == .utf16)
        #expect(told.places == ["2 percent"])
        await #expect(throws: ImportFileRefusal.columns(unknown: ["price"], twice: ["kind"], missing: ["selector"])) {
            try await run("contract,kind,kind,price\n", in: app)
        }
    }

    @Test func `ten thousand rules come in and are published within seconds`() async throws {
        let app = try await TestApp.open()
        let products = "sku,name.en\n" + (1...10_000).map { "P-\($0),Product\n" }.joined()
        let path = NSTemporaryDirectory() + "products-\(UUID()).csv"
        try Data(products.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try await ImportProducts(database: app.database.service, world: app.world)(.path(path), .init(refuse: { _ in }))
        let file = header + (1...10_000).map { "C-000001,fixed,product,P-\($0),,,,\($0).50,,,,,\n" }.joined()
        let told = try await run(file, in: app) { $0.publishes = true }
        #expect(told.outcome.contracts.first?.added == 10_000 && told.refused == [])
        let tooMany = try await run(file + "C-000001,fixed,product,NB-100,,,,1,,,,,\n", in: app)
        #expect(tooMany.places == ["10002 "])
    }
}
