import Catalog
import Cryptography
import Kernel
import Postgres
import PurveyorTesting
import Testing

@testable import Exchange

/// What files publish of contracts, beside what people publish over HTTP.
@Suite(.database) struct ImportContractTests {
    private let database = TestDatabase.current
    private static let number = "accounts/acme.yaml:13 /contracts/0/number"

    private func run(
        _ files: [SupplierCatalog.File] = SupplierCatalogTests.files, replacing: Bool = false
    ) async throws -> CatalogOutcome {
        let importCatalog = ImportCatalog(
            database: database.service, hasher: PasswordHasher(), world: .live, replacesContracts: replacing)
        return try await importCatalog(files, password: nil)
    }

    private func files(_ changes: (String, String)...) -> [SupplierCatalog.File] {
        changes.reduce(SupplierCatalogTests.files) { files, change in
            files.map { ($0.name, $0.text.replacing(change.0, with: change.1)) }
        }
    }

    private func refused(_ files: [SupplierCatalog.File], replacing: Bool = false) async throws -> [String] {
        let before = try await versions
        let faults = try await #require(throws: CatalogFaults.self) { try await run(files, replacing: replacing) }.faults
        #expect(try await versions == before)
        return faults.map(\.description)
    }

    private func texts(_ sql: SQL) async throws -> [String] {
        try await database.owner.query(Query.all(sql) { row in try row.next(String.self) })
    }

    /// Number, first day and lowest price of each.
    private var versions: [String] {
        get async throws {
            try await texts(
                """
                SELECT v.version || ' ' || v.valid_from || ' ' || coalesce(min(t.unit_price)::text, '-')
                FROM contract_versions AS v
                LEFT JOIN price_tiers AS t USING (account_id, contract_id, version)
                GROUP BY v.contract_id, v.version, v.valid_from
                ORDER BY v.contract_id, v.version
                """)
        }
    }

    private var revision: String? {
        get async throws { try await texts("SELECT c.revision::text FROM contracts AS c").first }
    }

    /// As a person does over HTTP: the next version, which no file knows of.
    private func publishOverHTTP() async throws {
        try await database.owner.query(
            Query<Void>(
                """
                INSERT INTO contract_versions (account_id, contract_id, version, valid_from, valid_to, price_hold_days, best_price,
                    content_digest, content, published_at)
                SELECT v.account_id, v.contract_id, v.version + 1, v.valid_from, v.valid_to, 30, false, v.content_digest, v.content,
                    v.published_at
                FROM contract_versions AS v
                ORDER BY v.version DESC
                LIMIT 1
                """))
        try await database.owner.query(Query<Void>("UPDATE contracts SET revision = revision + 2"))
    }

    @Test func `a file that is imported again takes nothing back that was published over HTTP since`() async throws {
        _ = try await run()
        try await publishOverHTTP()
        let before = try await versions
        #expect(try await run() == CatalogOutcome())
        #expect(try await versions == before)
    }

    @Test func `a file that has changed is not published over what it does not know, unless that is said`() async throws {
        _ = try await run()
        try await publishOverHTTP()
        let changed = files(("90.00", "91.00"), ("title: { en: IT }", "title: { en: Things }"))
        let faults = try await refused(changed)
        #expect(faults.count == 1 && faults[0].hasPrefix(Self.number + ": Version 2 of C-1 was not published by a file; --replace "))
        #expect(try await texts("SELECT titles ->> 'en' FROM categories AS c WHERE c.code = '43000000'") == ["IT"])
        #expect(try await run(changed, replacing: true).contractVersions == 1)
        #expect(try await versions == ["1 2026-01-01 85.0000", "2 2026-01-01 -", "3 2026-01-01 85.0000"])
        #expect(try await run(changed) == CatalogOutcome(), "and then it has been said")
    }

    @Test func `a version of a file changes what the contract's ETag says`() async throws {
        _ = try await run()
        #expect(try await revision == "1")
        _ = try await run(files(("90.00", "91.00")))
        #expect(try await revision == "2")
        _ = try await run(files(("90.00", "91.00")))
        #expect(try await revision == "2")
    }

    @Test func `a contract keeps its currency, its unit and its name`() async throws {
        _ = try await run()
        let dollars = files(("    currency: EUR\n    validFrom", "    currency: USD\n    validFrom"))
        #expect(
            try await refused(dollars) == ["accounts/acme.yaml:15 /contracts/0/currency: The contract C-1 is in EUR, and stays so."])
        let unit = files(("    currency: EUR\n    validFrom", "    currency: EUR\n    unit: U2\n    validFrom"))
        #expect(
            try await refused(unit) == ["accounts/acme.yaml:16 /contracts/0/unit: The contract C-1 is another unit's, and stays so."])
        #expect(try await refused(files(("name: Frame", "name: Work"))).count == 1)
    }

    @Test func `a file publishes nothing in a contract that was ended`() async throws {
        _ = try await run()
        try await database.owner.query(Query<Void>("UPDATE contracts SET ended_on = '2026-09-30'"))
        #expect(try await run() == CatalogOutcome())
        let faults = try await refused(files(("90.00", "91.00")), replacing: true)
        #expect(faults == [Self.number + ": The contract C-1 was ended on 2026-09-30: a file publishes nothing in it."])
    }

    @Test func `a version that would bring the one before back is told of`() async throws {
        _ = try await run()
        let shorter = files(("validTo: \"2027-12-31\"", "validTo: \"2026-12-31\""))
        let faults = try await refused(shorter)
        #expect(
            faults == [
                "accounts/acme.yaml:16 /contracts/0/validFrom: Version 1 holds from 2026-01-01; name it in replaces if this one "
                    + "takes its place."
            ])
        let told = files(("validTo: \"2027-12-31\"", "validTo: \"2026-12-31\"\n    replaces: [1]"))
        #expect(try await run(told).contractVersions == 1)
    }

    /// The contract of the files as versions: of the first day and the price of each.
    private func versioned(_ parts: [(from: String, price: String)], unit: String = "") -> [SupplierCatalog.File] {
        let head = "accounts/acme.yaml"
        let versions = parts.map { part in
            "      - { validFrom: \"\(part.from)\", validTo: \"2027-12-31\", assortment: { include: [{ everything: true }] }, "
                + "rules: [{ fixedPrice: { sku: PC-1, price: \"\(part.price)\" } }] }\n"
        }
        return SupplierCatalogTests.files.map { file in
            guard file.name == head, let start = file.text.firstRange(of: "contracts:") else { return file }
            let contract = "contracts:\n  - number: C-1\n    name: Frame\n    currency: EUR\n\(unit)    versions:\n"
            return (head, String(file.text[..<start.lowerBound]) + contract + versions.joined())
        }
    }

    @Test func `versions follow one another, and a file adds only those that it has not said`() async throws {
        let first = [(from: "2026-01-01", price: "90.00"), (from: "2026-07-01", price: "80.00")]
        #expect(try await run(versioned(first)).contractVersions == 2)
        #expect(try await run(versioned(first)) == CatalogOutcome())
        #expect(try await run(versioned(first + [(from: "2026-03-01", price: "85.00")])).contractVersions == 1)
        let published = ["1 2026-01-01 90.0000", "2 2026-07-01 80.0000", "3 2026-03-01 85.0000"]
        #expect(try await versions == published)
        #expect(try await texts("SELECT v.content::jsonb ->> 'replaces' FROM contract_versions AS v WHERE v.version = 3") == ["[2]"])
        #expect(try await run(versioned(first)).contractVersions == 2, "what the file no longer says is corrected")
        #expect(try await versions == published + ["4 2026-01-01 90.0000", "5 2026-07-01 80.0000"])
        #expect(try await run(versioned(first)) == CatalogOutcome())
    }

    @Test func `a contract is the unit's that the file names`() async throws {
        _ = try await run(versioned([(from: "2026-01-01", price: "90.00")], unit: "    unit: U2\n"))
        #expect(try await texts("SELECT u.name FROM contracts AS c JOIN units AS u ON u.id = c.unit_id") == ["Sales"])
    }

    @Test func `of two imports at once one publishes and the other finds it done`() async throws {
        _ = try await run()
        for price in 91...95 {
            let changed = files(("90.00", "\(price).00"))
            async let one = run(changed)
            async let other = run(changed)
            #expect(try await one.contractVersions + other.contractVersions == 1)
        }
        #expect(try await versions.count == 6)
    }
}
