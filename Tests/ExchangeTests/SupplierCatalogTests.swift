import Approvals
import Kernel
import PurveyorTesting
import Testing

@testable import Accounts
@testable import Catalog
@testable import Exchange

@Suite struct SupplierCatalogTests {
    /// What ships, as far as it can be read without a database.
    private func shipped() throws -> SupplierCatalog {
        let (catalog, faults) = SupplierCatalog.read(try SupplierCatalog.files(in: PackageFiles.path("Catalogs/it-supplier")))
        #expect(faults.isEmpty, "\(faults)")
        return catalog
    }

    @Test func `the catalog that ships has no fault`() throws {
        let catalog = try shipped()
        #expect(catalog.products.count > 300)
        #expect(catalog.accounts.map(\.account.externalID) == ["14646", "CRM-10021", "CRM-10044"])
        let meridian = try #require(catalog.accounts.first { $0.account.externalID == "CRM-10021" })
        #expect(meridian.units.first?.parent == nil)
        #expect(meridian.rules.map(\.above) == [Money("1000.00", Currency("EUR")!)])
        let contract = try #require(meridian.contracts.first { $0.offer.number == "HL-2026-0117" })
        let content = try #require(contract.offer.versions.first)
        #expect(
            content.rules.first
                == .init(
                    kind: .fixed, selector: "product", value: "NB-ST14-G4-B", priority: 0, cumulative: false,
                    tiers: [("0", "985.00"), ("10", "965.00"), ("50", "939.00")].map { from, price in
                        .init(from: Quantity(from)!, price: Money(price, Currency("EUR")!)!)
                    }))
        #expect(content.assortment.contains(.init(effect: "exclude", selector: "category", value: "43232600")))
    }

    @Test func `the contracts that ship show everything that one can say`() throws {
        let contracts = try shipped().accounts.flatMap { customer in customer.contracts.map { (customer, $0.offer) } }
        let contents = contracts.flatMap(\.1.versions)
        let rules = contents.flatMap(\.rules)
        #expect(Set(rules.map(\.kind)) == Set(PriceRule.Kind.allCases))
        #expect(Set(rules.filter { $0.kind == .discount }.map(\.selector)) == ["product", "category", "manufacturer", "everything"])
        #expect(rules.contains { $0.cumulative && $0.tiers.count > 1 } && rules.contains { !$0.cumulative && $0.tiers.count > 1 })
        #expect(rules.contains { $0.priority > 0 } && Set(contents.map(\.bestPrice)).count == 2)
        #expect(contents.contains { content in content.assortment.contains { $0.selector == "list" && $0.effect == "include" } })
        #expect(contents.contains { content in content.assortment.contains { $0.selector == "list" && $0.effect == "exclude" } })
        #expect(contents.contains { !$0.quantityRules.isEmpty } && contents.contains { !$0.rebates.isEmpty })
        let commitments = contents.flatMap(\.commitments)
        #expect(commitments.contains { $0.revenue != nil } && commitments.contains { $0.volume != nil })
        #expect(contracts.contains { customer, offer in offer.unit != customer.units.first?.id })
        let days = contracts.map { $0.1.versions.map(\.validFrom) }
        #expect(days.contains { $0.count > 1 && $0 != $0.sorted() }, "one version follows another, and one corrects backwards")
    }

    @Test func `services are told by their category`() throws {
        let catalog = try shipped()
        #expect(catalog.products.first { $0.sku == "SR-IMG" }?.said.draft.kind == .service)
        #expect(catalog.products.first { $0.sku == "NB-ST13-G4-A" }?.said.draft.kind == .item)
    }

    /// A catalog without a fault, to be spoiled.
    static let files: [SupplierCatalog.File] = [
        (
            "supplier.yaml",
            "supplier: { slug: s, name: S, currencies: [EUR], languages: [en] }\nstaff: [{ email: rep@s.example, name: Rep }]\n"
        ),
        (
            "categories.yaml",
            """
            categories:
              - { code: "43000000", title: { en: IT } }
              - { code: "43210000", parent: "43000000", title: { en: PCs }, attributes: [{ name: screen, kind: number, unit: INH }, \
            { name: touch, kind: flag }, { name: colour, kind: text }] }

            """
        ),
        (
            "products/all.yaml",
            """
            products:
              - sku: PC-1
                manufacturer: Maker
                manufacturerPartNumber: M1
                name: { en: PC }
                category: "43210000"
                unitOfMeasure: H87
                listPrice: { EUR: "100.00" }
                leadTimeDays: 3
                status: active
                attributes: { screen: { value: "13.30", unit: INH }, touch: false, colour: red }

            """
        ),
        (
            "accounts/acme.yaml",
            """
            account: { slug: acme, externalId: A-1, name: Acme, timeZone: Europe/Paris, language: en, currency: EUR }
            units:
              - { externalId: U1, name: Acme }
              - { externalId: U2, name: Sales, parent: U1 }
            people:
              - { email: ana@acme.example, name: Ana, unit: U2, roles: [buyer], manager: bo@acme.example }
              - { email: bo@acme.example, name: Bo, unit: U1, roles: [approver] }
            team: [{ staff: rep@s.example, function: accountManager, from: "2026-01-01" }]
            approvalPolicy:
              name: P
              rules: [{ name: R, when: { totalOver: "10.00", currency: EUR }, step: { name: S, role: approver, decisions: 1 } }]
            contracts:
              - number: C-1
                name: Frame
                currency: EUR
                validFrom: "2026-01-01"
                validTo: "2027-12-31"
                priceHoldDays: 30
                paymentTerms: 30 days
                assortment: { include: [{ everything: true }] }
                rules:
                  - fixedPrice: { sku: PC-1, price: "90.00", tiers: [{ from: "10", price: "85.00" }] }
                  - discount: { category: "43000000", percent: "7.5" }

            """
        ),
    ]

    static func files(replacing old: String, with new: String) -> [SupplierCatalog.File] {
        files.map { ($0.name, $0.text.replacing(old, with: new)) }
    }

    @Test func `numbers stay the digits that were written`() throws {
        let product = try #require(SupplierCatalog.read(Self.files).catalog.products.first?.said.draft)
        #expect(product.names == ["en": "PC"])
        #expect(
            product.attributes == [
                "colour": .text("red"), "screen": .number(Quantity("13.3")!, unit: "INH"), "touch": .flag(false),
            ])
    }

    @Test(arguments: [
        ("sku: PC-1\n", "sku: -PC1\n", "products/all.yaml:2 /products/0/sku"),
        ("EUR: \"100.00\"", "EUR: \"100.00001\"", "products/all.yaml:8 /products/0/listPrice/EUR"),
        ("EUR: \"100.00\"", "EUR: \"1e2\"", "products/all.yaml:8 /products/0/listPrice/EUR"),
        (
            "EUR: \"100.00\"", "EUR: \"0.00\"",
            "products/all.yaml:8 /products/0/listPrice/EUR: A list price is more than zero; leave it out"
        ),
        ("value: \"13.30\"", "value: about 13", "products/all.yaml:11 /products/0/attributes/screen/value"),
        ("value: \"13.30\"", "value: \"0.0254\"", "products/all.yaml:11 /products/0/attributes/screen/value"),
        ("name: { en: PC }", "name: { zh-CN: PC }", "products/all.yaml:5 /products/0/name"),
        ("  - sku: PC-1\n    manufacturer: Maker", "  - manufacturer: Maker", "products/all.yaml:2 /products/0: \"sku\" is missing"),
        ("priceHoldDays: 30", "priceHoldDays: 4000", "accounts/acme.yaml:18 /contracts/0/priceHoldDays"),
        ("{ from: \"10\", price", "{ from: ten, price", "accounts/acme.yaml:22 /contracts/0/rules/0/fixedPrice/tiers/0/from"),
        ("leadTimeDays: 3", "leadTimeDays: soon", "products/all.yaml:9 /products/0/leadTimeDays"),
        ("status: active", "status: fresh", "products/all.yaml:10 /products/0/status"),
        ("    manufacturer: Maker\n", "    maker: Maker\n    manufacturer: Maker\n", "products/all.yaml:3 /products/0/maker"),
        ("currency: EUR }\nunits", "currency: euro }\nunits", "accounts/acme.yaml:1 /account/currency"),
        ("parent: U1", "parent: U9", "accounts/acme.yaml:4 /units/1/parent"),
        ("unit: U2", "unit: U9", "accounts/acme.yaml:6 /people/0/unit"),
        ("roles: [buyer]", "roles: [boss]", "accounts/acme.yaml:6 /people/0/roles/0"),
        ("manager: bo@acme.example", "manager: cy@acme.example", "accounts/acme.yaml:6 /people/0/manager"),
        ("staff: rep@s.example", "staff: nobody@s.example", "accounts/acme.yaml:8 /team/0/staff"),
        ("decisions: 1", "decisions: 2", "accounts/acme.yaml:11 /approvalPolicy/rules/0/step/decisions"),
        (
            "category: \"43000000\", percent", "category: \"43000000\", everything: true, percent",
            "accounts/acme.yaml:23 /contracts/0/rules/1/discount"
        ),
        ("[{ everything: true }]", "[{ everything: false }]", "accounts/acme.yaml:20 /contracts/0/assortment/include/0/everything"),
    ])
    func `a fault is named by file, line and pointer`(old: String, new: String, place: String) throws {
        let faults = SupplierCatalog.read(Self.files(replacing: old, with: new)).faults
        #expect(faults.contains { $0.description.hasPrefix(place + (place.contains(": ") ? "" : ":")) }, "\(faults)")
    }

    @Test func `all faults of all files are named at once`() throws {
        let files = Self.files(replacing: "EUR", with: "euro") + [("products/bad.yaml", "products: [")]
        let faults = SupplierCatalog.read(files).faults
        #expect(Set(faults.map(\.file)) == ["products/all.yaml", "products/bad.yaml", "accounts/acme.yaml"])
    }
}
