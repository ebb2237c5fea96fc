import Approvals
import Kernel
import PurveyorTesting
import Testing

@testable import Accounts
@testable import Catalog
@testable import Exchange

@Suite struct SupplierCatalogTests {
    @Test func `the catalog that ships has no fault`() throws {
        let catalog = try SupplierCatalog(directory: PackageFiles.path("Catalogs/it-supplier"))
        #expect(catalog.products.count > 300)
        #expect(catalog.accounts.map(\.account.externalID) == ["14646", "CRM-10021", "CRM-10044"])
        let meridian = try #require(catalog.accounts.first { $0.account.externalID == "CRM-10021" })
        #expect(meridian.units.first?.parent == nil)
        #expect(meridian.rules.map(\.above) == [Money("1000.00", Currency("EUR")!)])
        let contract = try #require(meridian.contracts.first)
        #expect(
            contract.rules.first
                == PriceRule(
                    position: 1, kind: .fixed, selector: .product(sku: "NB-ST14-G4-B"), priority: 0,
                    tiers: [("0", "985.00"), ("10", "965.00"), ("50", "939.00")].map { from, price in
                        .init(from: Quantity(from)!, value: .price(Money(price, Currency("EUR")!)!))
                    }))
        #expect(contract.assortment.contains(AssortmentRule(effect: .exclude, selector: .category(prefix: "432326"))))
    }

    @Test func `services are told by their category`() throws {
        let catalog = try SupplierCatalog(directory: PackageFiles.path("Catalogs/it-supplier"))
        #expect(catalog.products.first { $0.sku == "SR-IMG" }?.kind == .service)
        #expect(catalog.products.first { $0.sku == "NB-ST13-G4-A" }?.kind == .item)
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
              - { code: "43210000", parent: "43000000", title: { en: PCs } }

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

    @Test func `texts and attributes are kept as JSON, numbers as the digits that were written`() throws {
        let product = try #require(SupplierCatalog(Self.files).products.first)
        #expect(product.names == #"{"en":"PC"}"#)
        #expect(product.attributes == #"{"colour":"red","screen":{"unit":"INH","value":"13.30"},"touch":false}"#)
    }

    @Test(arguments: [
        ("code: \"43210000\", parent: \"43000000\"", "code: \"43210000\", parent: \"44000000\"", "categories.yaml:3 /categories/1/parent"),
        ("sku: PC-1\n", "sku: pc-1\n", "products/all.yaml:2 /products/0/sku"),
        ("EUR: \"100.00\"", "EUR: \"100.00001\"", "products/all.yaml:8 /products/0/listPrice/EUR"),
        ("EUR: \"100.00\"", "EUR: \"1e2\"", "products/all.yaml:8 /products/0/listPrice/EUR"),
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
        ("validTo: \"2027-12-31\"", "validTo: \"2025-12-31\"", "accounts/acme.yaml:17 /contracts/0/validTo"),
        ("sku: PC-1, price", "sku: PC-9, price", "accounts/acme.yaml:22 /contracts/0/rules/0/fixedPrice/sku"),
        ("price: \"85.00\"", "price: \"95.00\"", "accounts/acme.yaml:22 /contracts/0/rules/0/fixedPrice/tiers/0/price"),
        ("percent: \"7.5\"", "percent: \"107.5\"", "accounts/acme.yaml:23 /contracts/0/rules/1/discount/percent"),
        (
            "category: \"43000000\", percent", "category: \"43000000\", everything: true, percent",
            "accounts/acme.yaml:23 /contracts/0/rules/1/discount"
        ),
        ("[{ everything: true }]", "[{ everything: false }]", "accounts/acme.yaml:20 /contracts/0/assortment/include/0/everything"),
    ])
    func `a fault is named by file, line and pointer`(old: String, new: String, place: String) throws {
        let faults = try #require(throws: CatalogFaults.self) { try SupplierCatalog(Self.files(replacing: old, with: new)) }.faults
        #expect(faults.contains { $0.description.hasPrefix(place + ":") }, "\(faults)")
    }

    @Test func `all faults of all files are named at once`() throws {
        let files = Self.files(replacing: "EUR", with: "euro") + [("products/bad.yaml", "products: [")]
        let faults = try #require(throws: CatalogFaults.self) { try SupplierCatalog(files) }.faults
        #expect(Set(faults.map(\.file)) == ["products/all.yaml", "products/bad.yaml", "accounts/acme.yaml"])
    }
}
