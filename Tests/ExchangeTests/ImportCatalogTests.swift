import Catalog
import Cryptography
import Kernel
import Postgres
import PurveyorTesting
import Testing

@testable import Exchange

@Suite(.database) struct ImportCatalogTests {
    private let database = TestDatabase.current

    private func run(_ files: [SupplierCatalog.File] = SupplierCatalogTests.files, password: String? = nil) async throws -> CatalogOutcome {
        let importCatalog = ImportCatalog(database: database.service, hasher: PasswordHasher(), world: .live)
        return try await importCatalog(files, password: password)
    }

    private func texts(_ sql: SQL) async throws -> [String] {
        try await database.owner.query(Query.all(sql) { row in try row.next(String.self) })
    }

    @Test func `files become categories, products, accounts with their people, rules and contracts`() async throws {
        let outcome = try await run()
        #expect((outcome.categories, outcome.products, outcome.listPrices, outcome.accounts) == (2, 1, 1, 1))
        #expect((outcome.memberships, outcome.approvalPolicies, outcome.contractVersions) == (2, 1, 1))
        #expect(
            try await texts(
                """
                SELECT p.email || ' ' || m.roles[1] || ' ' || u.name || ' ' || coalesce(boss.email, '-')
                FROM memberships AS m
                JOIN persons AS p ON p.id = m.person_id
                JOIN units AS u ON u.account_id = m.account_id AND u.id = m.unit_id
                LEFT JOIN memberships AS b ON b.account_id = m.account_id AND b.id = m.manager_id
                LEFT JOIN persons AS boss ON boss.id = b.person_id
                ORDER BY 1
                """) == ["ana@acme.example buyer Sales bo@acme.example", "bo@acme.example approver Acme -"])
        #expect(
            try await texts("SELECT rules::jsonb ->> 0 FROM approval_policies")
                == [#"{"name": "R", "role": "approver", "above": {"amount": "10.00", "currency": "EUR"}}"#])
        #expect(
            try await texts("SELECT e.kind FROM events AS e ORDER BY e.sequence") == [
                "accountCreated", "unitAdded", "unitAdded", "membershipAdded", "membershipAdded", "teamMemberAdded",
                "approvalPolicyPublished", "contractPublished",
            ])
    }

    @Test func `a second run changes nothing and writes no event`() async throws {
        _ = try await run()
        let before = try await texts("SELECT p::text FROM products AS p UNION ALL SELECT e::text FROM events AS e ORDER BY 1")
        #expect(try await run() == CatalogOutcome())
        #expect(try await texts("SELECT p::text FROM products AS p UNION ALL SELECT e::text FROM events AS e ORDER BY 1") == before)
    }

    @Test func `a price that changed in a contract makes its next version, and only that`() async throws {
        _ = try await run()
        let outcome = try await run(SupplierCatalogTests.files(replacing: "90.00", with: "91.00"))
        var expected = CatalogOutcome()
        expected.contractVersions = 1
        #expect(outcome == expected)
        #expect(
            try await texts(
                "SELECT t.version || ' ' || t.unit_price FROM price_tiers AS t WHERE t.from_quantity = 0 AND t.unit_price > 0 ORDER BY 1")
                == ["1 90.0000", "2 91.0000"])
    }

    @Test func `a product that changed gets a new version, and a price that is gone is price on request`() async throws {
        _ = try await run()
        _ = try await run(SupplierCatalogTests.files(replacing: "leadTimeDays: 3", with: "leadTimeDays: 4"))
        #expect(try await texts("SELECT version || ' ' || lead_time_days FROM products") == ["2 4"])
        let outcome = try await run(
            SupplierCatalogTests.files(replacing: "    listPrice: { EUR: \"100.00\" }\n", with: "").map { name, text in
                (name, text.replacing("leadTimeDays: 3", with: "leadTimeDays: 4"))
            })
        #expect(outcome.listPrices == 1)
        #expect(try await texts("SELECT list_price::text FROM product_prices").isEmpty)
    }

    @Test func `a fault in any file leaves everything as it was`() async throws {
        let nowhere = SupplierCatalogTests.files(replacing: "Europe/Paris", with: "Europe/Nowhere")
        await #expect(throws: CatalogFaults.self) { try await run(nowhere) }
        let twoDecisions = SupplierCatalogTests.files(replacing: "decisions: 1", with: "decisions: 2")
        await #expect(throws: CatalogFaults.self) { try await run(twoDecisions) }
        #expect(try await texts("SELECT sku FROM products UNION ALL SELECT code FROM categories").isEmpty)
    }

    @Test func `an account that an order history has opened gets its people under the root unit that it has`() async throws {
        let history = ImportOrderHistory(database.service, .live)
        _ = try await history(
            PackageFiles.path("Catalogs/online-retail/orders.csv.gz"), refuse: { _ in }, progress: { _ in })
        let importCatalog = ImportCatalog(database: database.service, hasher: PasswordHasher(), world: .live)
        let outcome = try await importCatalog(PackageFiles.path("Catalogs/it-supplier"))
        #expect(outcome.accounts == 2 && outcome.fits > 5 && outcome.preApprovedLists == 1)
        let units: SQL =
            "SELECT u.name FROM units AS u JOIN accounts AS a ON a.id = u.account_id AND a.external_id = '14646' ORDER BY u.name"
        #expect(try await texts(units) == ["Customer 14646 (Netherlands)", "Gifts and seasonal", "Home"])
        #expect(try await importCatalog(PackageFiles.path("Catalogs/it-supplier")) == CatalogOutcome())
    }

    /// What `POST /v1/products`, `PUT /v1/categories` and a contract's check refuse; nothing of the files is stored.
    @Test func `the rules of the HTTP interface hold for files, by file and line, all at once`() async throws {
        let spoiled: [(old: String, new: String, fault: String)] = [
            ("\"43210000\", parent: \"43000000\"", "\"43210000\", parent: \"44000000\"", "categories.yaml:3 /categories/1/parent: "),
            ("touch: false", "touch: maybe", "products/all.yaml:11 /products/0/attributes/touch: This attribute is true or false."),
            ("unit: INH }, touch", "unit: MTR }, touch", "products/all.yaml:11 /products/0/attributes/screen: This attribute is in INH."),
            ("colour: red", "taste: sweet", "products/all.yaml:11 /products/0/attributes/taste: "),
            ("    status: active\n", "    status: active\n    successor: PC-1\n", "products/all.yaml:11 /products/0/successor: Each is "),
            ("validTo: \"2027-12-31\"", "validTo: \"2025-12-31\"", "accounts/acme.yaml:17 /contracts/0/validTo: "),
            (
                "sku: PC-1, price", "sku: PC-9, price",
                "accounts/acme.yaml:22 /contracts/0/rules/0/fixedPrice/sku: The catalog has no product PC-9."
            ),
            ("price: \"90.00\"", "price: \"0.00\"", "accounts/acme.yaml:22 /contracts/0/rules/0/fixedPrice/price: A rule of kind free"),
            ("tiers: [{ from: \"10\"", "tiers: [{ from: \"0\"", "accounts/acme.yaml:22 /contracts/0/rules/0/fixedPrice/tiers/0/from: "),
            ("percent: \"7.5\"", "percent: \"107.5\"", "accounts/acme.yaml:23 /contracts/0/rules/1/discount/percent: "),
            (
                "      - discount:", "      - costFree: { sku: PC-1 }\n      - discount:",
                "accounts/acme.yaml:23 /contracts/0/rules/1/costFree: Rule 1 says"
            ),
            ("[{ everything: true }]", "[]", "accounts/acme.yaml:20 /contracts/0/assortment: Nothing could be ordered"),
        ]
        for (old, new, fault) in spoiled {
            let files = SupplierCatalogTests.files(replacing: old, with: new)
            let faults = try await #require(throws: CatalogFaults.self) { try await run(files) }.faults
            #expect(faults.contains { $0.description.hasPrefix(fault) }, "\(new): \(faults)")
        }
        let all = spoiled.filter { $0.old != "validTo: \"2027-12-31\"" }.prefix(8).reduce(SupplierCatalogTests.files) { files, spoil in
            files.map { ($0.name, $0.text.replacing(spoil.old, with: spoil.new)) }
        }
        let faults = try await #require(throws: CatalogFaults.self) { try await run(all) }.faults
        #expect(Set(faults.map(\.file)) == ["categories.yaml", "products/all.yaml", "accounts/acme.yaml"], "\(faults)")
        #expect(
            try await texts("SELECT sku FROM products UNION ALL SELECT code FROM categories UNION ALL SELECT name FROM accounts").isEmpty)
    }

    @Test func `circles of successors are found over all files`() async throws {
        let two = SupplierCatalogTests.files(replacing: "status: active", with: "status: active\n    successor: PC-2")
        let circle = two.map { file in
            file.name == "products/all.yaml"
                ? (file.name, file.text + "  - { sku: PC-2, name: { en: Other }, category: \"43210000\", successor: PC-1 }\n") : file
        }
        let faults = try await #require(throws: CatalogFaults.self) { try await run(circle) }.faults
        #expect(faults.map(\.pointer) == ["/products/0/successor", "/products/1/successor"])
    }

    @Test func `what a file brought is read and written over HTTP like anything else`() async throws {
        _ = try await run()
        let product = try #require(try await database.service.query(MasterProductQueries.bySKU(["PC-1"])).first)
        #expect(product.said.attributes["screen"] == .number(Quantity("13.3")!, unit: "INH"))
        try await database.owner.query(Query<Void>("UPDATE products SET images = '[{\"url\": \"https://s.example/pc.png\"}]'"))
        _ = try await run(SupplierCatalogTests.files(replacing: "leadTimeDays: 3", with: "leadTimeDays: 4"))
        let changed = try #require(try await database.service.query(MasterProductQueries.bySKU(["PC-1"])).first)
        #expect(changed.said.images.map(\.url) == ["https://s.example/pc.png"] && changed.said.leadTimeDays == 4)
    }

    @Test func `a password is given to those who have none, once`() async throws {
        #expect(try await run(password: "correct horse battery").passwords == 3)
        #expect(try await run(password: "another horse battery").passwords == 0)
    }

    @Test func `what an import changes of the supplier's people is kept, before and after`() async throws {
        _ = try await run()
        let changes: SQL = "SELECT c.kind || ' ' || c.data::text FROM supplier_changes AS c ORDER BY c.at, c.id"
        let first = try await texts(changes)
        let staff = try await texts("SELECT s.title || s.version::text FROM staff AS s")
        #expect(!first.isEmpty && first.count == staff.count && first.allSatisfy { $0.hasPrefix("staffAdded {\"to\"") })
        _ = try await run()
        #expect(try await texts(changes) == first, "the same again is no change")
        try await database.owner.query(Query<Void>("UPDATE staff SET title = 'Somebody'"))
        _ = try await run()
        let second = try await texts(changes).dropFirst(first.count)
        #expect(second.count == staff.count && second.allSatisfy { $0.hasPrefix("staffChanged {\"from\"") && $0.contains("Somebody") })
        #expect(try await texts("SELECT DISTINCT s.version::text FROM staff AS s") == ["2"])
    }
}
