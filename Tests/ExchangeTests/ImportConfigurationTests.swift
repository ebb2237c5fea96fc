import Accounts
import Catalog
import Cryptography
import Kernel
import Postgres
import PurveyorTesting
import Testing

@testable import Exchange

/// Standard configurations in the files that people edit.
@Suite(.database) struct ImportConfigurationTests {
    private let database = TestDatabase.current

    private static let configuration = """
        standardConfigurations:
          - number: SC-1
            name: { en: Desk, zh-CN: 办公桌 }
            validFrom: "2026-01-01"
            base: PC-1
            slots:
              - name: second
                label: { en: Second }
                minimum: "0"
                maximum: "2"
                default: PC-1
                alternatives: [{ sku: PC-1, maximum: "2" }]
            rules: [{ kind: atMost, parts: [PC-1], limit: "1" }]

        """

    private static func files(replacing old: String = "\u{0}", with new: String = "") -> [SupplierCatalog.File] {
        let added = configuration.replacing(old, with: new)
        return SupplierCatalogTests.files.map { name, text in (name, name.hasPrefix("accounts") ? text + added : text) }
    }

    private func run(_ files: [SupplierCatalog.File] = files(), replaces: Bool = false) async throws -> CatalogOutcome {
        try await ImportCatalog(database: database.service, hasher: PasswordHasher(), world: .live, replacesContracts: replaces)(
            files, password: nil)
    }

    @Test func `the catalog that ships shows one that is a sum, and one at its own price`() throws {
        let (catalog, faults) = SupplierCatalog.read(try SupplierCatalog.files(in: PackageFiles.path("Catalogs/it-supplier")))
        #expect(faults.isEmpty)
        let meridian = try #require(catalog.accounts.first { $0.account.externalID == "CRM-10021" })
        #expect(meridian.configurations.map(\.number) == ["SC-OFFICE-14", "SC-TERMINAL-13"])
        #expect(meridian.configurations.map(\.content.pricing.kind) == [.sum, .fixed])
        #expect(meridian.configurations[0].content.rules.map(\.kind) == [.requires, .excludes, .atMost])
    }

    @Test func `a file makes a configuration once, and its next version when it says something else`() async throws {
        #expect(try await run().configurationVersions == 1)
        #expect(try await run() == CatalogOutcome())
        var expected = CatalogOutcome()
        expected.configurationVersions = 1
        #expect(try await run(Self.files(replacing: "limit: \"1\"", with: "limit: \"2\"")) == expected)
        let versions = try await database.owner.query(
            Query.all(
                """
                SELECT c.number || ' ' || c.revision || ' ' || v.version || ' ' || (v.content::jsonb #>> '{rules,0,limit}')
                FROM standard_configurations AS c
                JOIN standard_configuration_versions AS v ON v.account_id = c.account_id AND v.configuration_id = c.id
                ORDER BY v.version
                """
            ) { row in try row.next(String.self) })
        #expect(versions == ["SC-1 2 1 1", "SC-1 2 2 2"])
        let kinds = try await database.owner.query(
            Query.all("SELECT kind FROM events WHERE kind LIKE 'configuration%'") { try $0.next(String.self) })
        #expect(kinds == ["configurationPublished", "configurationPublished"])
    }

    @Test func `a file takes nothing back that was published by other means since, unless told`() async throws {
        #expect(try await run().configurationVersions == 1)
        try await database.owner.query(
            Query<Void>(
                """
                INSERT INTO standard_configuration_versions
                    (account_id, configuration_id, version, valid_from, valid_to, content, published_at)
                SELECT v.account_id, v.configuration_id, 2, v.valid_from, v.valid_to,
                    replace(v.content, '"limit":"1"', '"limit":"2"'), v.published_at
                FROM standard_configuration_versions AS v
                """))
        #expect(try await run() == CatalogOutcome(), "the file says what it has said before")
        let other = Self.files(replacing: "limit: \"1\"", with: "limit: \"3\"")
        let before = try await database.contents()
        let refused = try await #require(throws: CatalogFaults.self) { try await run(other) }
        #expect(refused.faults.map(\.pointer) == ["/standardConfigurations/0"], "\(refused.faults)")
        #expect(try await database.contents() == before)
        #expect(try await run(other, replaces: true).configurationVersions == 1)
        #expect(try await run(other) == CatalogOutcome())
    }

    @Test(arguments: [
        ("number: SC-1", "number: sc 1", "/standardConfigurations/0/number"),
        ("base: PC-1", "base: PC-9", "/standardConfigurations/0/base"),
        ("default: PC-1", "default: PC-9", "/standardConfigurations/0/slots/0/default"),
        ("{ sku: PC-1, maximum: \"2\" }", "{ sku: PC-9 }", "/standardConfigurations/0/slots/0/alternatives/0/sku"),
        ("minimum: \"0\"", "minimum: \"3\"", "/standardConfigurations/0/slots/0/maximum"),
        ("kind: atMost", "kind: never", "/standardConfigurations/0/rules/0/kind"),
        ("parts: [PC-1]", "parts: [PC-9]", "/standardConfigurations/0/rules/0/parts/0"),
        ("maximum: \"2\" }]", "default: \"2\" }]", "/standardConfigurations/0/rules"),
        ("base: PC-1", "base: PC-1\n    fixedPrice: { EUR: \"0.00\" }", "/standardConfigurations/0/fixedPrice"),
    ])
    func `a fault is named where it stands`(old: String, new: String, place: String) {
        let faults = SupplierCatalog.read(Self.files(replacing: old, with: new)).faults
        #expect(faults.contains { $0.pointer == place }, "\(faults)")
    }
}
