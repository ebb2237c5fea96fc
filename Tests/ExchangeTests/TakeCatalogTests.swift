import Catalog
import Cryptography
import Foundation
import Kernel
import Postgres
import PurveyorTesting
import Testing

@testable import Exchange

/// `purveyor import catalog`: a dry run tells what a real one does; what is faulty is left out, given back, and brought in when corrected.
@Suite(.database) struct TakeCatalogTests {
    private let database = TestDatabase.current

    private func take(
        _ files: [SupplierCatalog.File] = SupplierCatalogTests.files, dryRun: Bool = false, skipping: Bool = false,
        as form: CatalogFiles.Form = .folder
    ) async throws -> CatalogResult {
        var options = CatalogOptions()
        (options.isDryRun, options.skipsBad) = (dryRun, skipping)
        let files = CatalogFiles(files: files.map { CatalogFile(name: $0.name, text: $0.text) }, form: form)
        return try await TakeCatalog(database: database.service, world: .live)(files, options)
    }

    private func files(_ changes: (String, String)...) -> [SupplierCatalog.File] {
        changes.reduce(SupplierCatalogTests.files) { files, change in
            files.map { ($0.name, $0.text.replacing(change.0, with: change.1)) }
        }
    }

    private func texts(_ sql: SQL) async throws -> [String] {
        try await database.owner.query(Query.all(sql) { row in try row.next(String.self) })
    }

    private var stored: [String] {
        get async throws {
            try await texts(
                """
                SELECT 'product ' || p.sku || ' ' || p.version FROM products AS p
                UNION ALL SELECT 'category ' || c.code || ' ' || c.version FROM categories AS c
                UNION ALL SELECT 'fit ' || f.key || ' ' || f.version FROM product_fits AS f
                UNION ALL SELECT 'contract ' || c.number || ' ' || v.version
                    FROM contract_versions AS v JOIN contracts AS c ON c.id = v.contract_id
                UNION ALL SELECT 'account ' || a.external_id FROM accounts AS a WHERE a.external_id IS NOT NULL
                UNION ALL SELECT 'person ' || p.email FROM persons AS p
                ORDER BY 1
                """)
        }
    }

    @Test func `a dry run keeps nothing and tells what a real run does; a second one changes nothing`() async throws {
        let before = try await stored
        let dry = try await take(dryRun: true)
        #expect(try await stored == before && !dry.isKept && dry.faults.isEmpty)
        let real = try await take()
        #expect(real.isKept && dry.outcome == real.outcome && dry.differences == real.differences)
        #expect((dry.read, dry.added, dry.changed) == (6, 3, 0))
        #expect(
            real.differences.map { "\($0.kind) \($0.name)" } == [
                "category 43000000", "category 43210000", "product PC-1", "contract C-1", "contract C-1", "contract C-1",
            ])
        let again = try await take(dryRun: true)
        #expect(again.outcome == CatalogOutcome() && again.differences.isEmpty && again.unchanged == 6)
    }

    @Test func `differences tell column by column and rule by rule what was and what becomes`() async throws {
        _ = try await take()
        let changed = files(
            ("leadTimeDays: 3", "leadTimeDays: 4"), ("EUR: \"100.00\"", "EUR: \"101.00\", USD: \"110.00\""), ("13.30", "14"),
            ("name: { en: PC }", "name: { en: PC, zh-CN: 电脑 }"), ("title: { en: IT }", "title: { en: Things }"),
            ("price: \"90.00\"", "price: \"91.00\""), ("      - discount: { category: \"43000000\", percent: \"7.5\" }\n", ""))
        let found = try await take(changed, dryRun: true).differences
        #expect(
            found.map { "\($0.name) \($0.what) \($0.column ?? "") \($0.before ?? "-") \($0.after ?? "-")" } == [
                "43000000 changed title.en IT Things", "PC-1 changed name.zh-CN - 电脑", "PC-1 changed leadTimeDays 3 4",
                "PC-1 changed attribute.screen 13.3 INH 14 INH", "PC-1 changed listPrice.EUR 100.00 101.00",
                "PC-1 changed listPrice.USD - 110.00",
                "C-1 changed fixed product PC-1 90.00 EUR; from 10: 85.00 EUR 91.00 EUR; from 10: 85.00 EUR",
                "C-1 removed discount category 43000000 7.5 % -",
            ])
    }

    @Test func `one faulty entry keeps all out, or only itself and what depends on it; corrected it comes in`() async throws {
        let more = [
            (
                "fits.yaml",
                """
                fits:
                  - key: F-GOOD
                    for: [{ category: "43000000" }]
                    fits: [{ category: "43000000" }]
                  - key: F-BAD
                    for: [{ sku: PC-2 }]
                    fits: [{ sku: PC-1 }]

                """
            ),
            (
                "products/more.yaml",
                """
                products:
                  - sku: PC-2
                    name: { en: Second }
                    category: "43210000"
                    unitOfMeasure: H87
                    leadTimeDays: soon
                  - sku: PC-3
                    name: { en: Third }
                    category: "43210000"
                    successor: PC-2

                """
            ),
        ]
        let all = files() + more
        let before = try await stored
        let refused = try await take(all)
        #expect(try await stored == before && !refused.isKept && refused.refused == 2)
        let dry = try await take(all, dryRun: true, skipping: true)
        #expect(try await stored == before && !dry.isKept)
        let skipped = try await take(all, skipping: true)
        #expect(skipped.isKept && skipped.outcome == dry.outcome && skipped.refusedText == dry.refusedText)
        #expect(skipped.refused == 3 && Set(skipped.faults.map(\.name)) == ["PC-2", "PC-3", "F-BAD"])
        let told = skipped.faults.map { "\($0.fault)" }
        #expect(told.contains { $0.contains("/products/1/successor: There is no product PC-2.") }, "\(told)")
        #expect(told.contains { $0.hasSuffix("no product has the SKU PC-2; what it needs of this import was refused") }, "\(told)")
        #expect(try await stored.contains("fit F-GOOD 1"))
        #expect(try await stored.contains { $0.hasPrefix("product PC-2") } == false)
        let corrected = skipped.refusedText.replacing("leadTimeDays: soon", with: "leadTimeDays: 2")
        let rest = try await take([("refused.yaml", corrected)], as: .stream)
        #expect(rest.isKept && rest.added == 3, "\(rest.faults)")
        let whole = all.map { ($0.0, $0.1.replacing("leadTimeDays: soon", with: "leadTimeDays: 2")) }
        #expect(try await take(whole, dryRun: true).differences.isEmpty)
    }

    @Test func `a faulty contract leaves its account in; corrected it comes in by itself`() async throws {
        let bad = files(("percent: \"7.5\"", "percent: \"107.5\""))
        let skipped = try await take(bad, skipping: true)
        #expect(skipped.isKept && skipped.refused == 1 && skipped.outcome.accounts == 1 && skipped.outcome.contractVersions == 0)
        let text = skipped.refusedText
        #expect(text.contains("account: {") && text.contains("percent: \"107.5\""), "\(text)")
        let again = try await take([("refused.yaml", text)], as: .stream)
        #expect(!again.isKept && again.faults.map(\.name) == ["C-1"])
        let rest = try await take([("refused.yaml", text.replacing("107.5", with: "7.5"))], as: .stream)
        var expected = CatalogOutcome()
        expected.contractVersions = 1
        #expect(rest.isKept && rest.outcome == expected, "\(rest.faults)")
        #expect(try await take().outcome == CatalogOutcome())
    }

    @Test func `a faulty person leaves out the account and no other entry; corrected it comes in whole`() async throws {
        let bad = files(("roles: [buyer]", "roles: [boss]"))
        let skipped = try await take(bad, skipping: true)
        #expect(skipped.isKept && skipped.outcome.accounts == 0 && skipped.outcome.products == 1 && skipped.refused == 2)
        let rest = try await take([("refused.yaml", skipped.refusedText.replacing("boss", with: "buyer"))], as: .stream)
        #expect(rest.isKept && rest.outcome.accounts == 1 && rest.outcome.contractVersions == 1, "\(rest.faults)")
        #expect(try await take().outcome == CatalogOutcome())
    }

    @Test func `a part of an account's file is not taken where there is no such account`() async throws {
        let text = """
            account: { slug: acme, externalId: A-1, name: Acme, timeZone: Europe/Paris, language: en, currency: EUR }
            contracts: []
            """
        let result = try await take([("part.yaml", text)], as: .stream)
        #expect(!result.isKept && result.faults.map(\.fault.detail) == ["there is no account A-1 yet, and a new one needs \"units\""])
    }

    @Test func `a file that is no YAML is left out whole, and the others come in`() async throws {
        let result = try await take(files() + [("products/bad.yaml", "products: [\n")], skipping: true)
        #expect(result.isKept && result.refused == 1 && result.outcome.products == 1)
        #expect(result.refusedText.hasSuffix("products: [\n"))
    }

    @Test func `a single file of several documents is the same as a folder, in any encoding`() async throws {
        let folder = SupplierCatalogTests.files.map(\.text).joined(separator: "---\n")
        let text = folder.replacing("name: { en: PC }", with: "name: { en: Café }")
        let path = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let importCatalog = ImportCatalog(database: database.service, hasher: PasswordHasher(), world: .live)
        var outcomes: [CatalogOutcome] = []
        for encoding in [String.Encoding.utf8, .isoLatin1, .utf16] {
            try #require(text.data(using: encoding)).write(to: URL(filePath: path))
            outcomes.append(try await importCatalog(path, CatalogOptions(), password: nil).outcome)
        }
        #expect(outcomes[0].accounts == 1 && outcomes[0].products == 1 && outcomes[0].contractVersions == 1)
        #expect(outcomes.dropFirst().allSatisfy { $0 == CatalogOutcome() })
        #expect(try await texts("SELECT names ->> 'en' FROM products") == ["Café"])
    }
}
