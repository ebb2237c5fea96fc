import Kernel
import Testing

@testable import Catalog
@testable import Exchange

/// A contract's YAML says all that its content can hold.
@Suite struct ContractFormTests {
    private static let everything = """
        contracts:
          - number: C-1
            name: Frame
            currency: EUR
            unit: U2
            validFrom: "2026-01-01"
            validTo: "2027-12-31"
            replaces: [1, 2]
            priceHoldDays: 14
            bestPrice: true
            terms: { payment: 30 days net, delivery: To the desk, warranty: 3 years, freight: Free }
            productLists: [{ name: Desks, skus: [PC-1] }]
            assortment:
              include: [{ everything: true }, { list: Desks }, { category: "43000000" }]
              exclude: [{ manufacturer: Maker }, { sku: PC-1 }]
            rules:
              - fixedPrice: { sku: PC-1, price: "90.00", priority: 3, tiers: [{ from: "10", price: "85.00" }] }
              - fixedPrice: { sku: PC-1, tiers: [{ from: "25", price: "80.00" }] }
              - discount: { category: "43000000", percent: "7.5", cumulative: true, tiers: [{ from: "5", percent: "9" }] }
              - costFree: { sku: PC-1, priority: 9 }
            quantityRules: [{ product: PC-1, minimum: "2", maximum: "20", multiple: "2" }]
            commitments:
              - { everything: true, period: month, revenue: "1000.00" }
              - { manufacturer: Maker, period: term, volume: "25", unitOfMeasure: MTR }
            rebates:
              - { period: year, tiers: [{ from: "5000.00", percent: "1.25" }] }
              - { period: quarter, tiers: [{ from: "0", percent: "1" }] }

        """

    private func read(_ yaml: String) throws -> (contract: SupplierCatalog.Contract?, faults: [CatalogFault]) {
        let files = SupplierCatalogTests.files.map { file -> SupplierCatalog.File in
            guard let start = file.text.firstRange(of: "contracts:") else { return file }
            return (file.name, String(file.text[..<start.lowerBound]) + yaml)
        }
        let (catalog, faults) = SupplierCatalog.read(files)
        return (catalog.accounts.first?.contracts.first, faults)
    }

    /// By type and name; true where any of the values is more than a value that nobody has said.
    private func members(of value: Any, _ found: inout [String: Bool]) {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional || mirror.displayStyle == .collection {
            for child in mirror.children { members(of: child.value, &found) }
        } else if mirror.displayStyle == .struct, String(reflecting: mirror.subjectType).contains("ContractContent") {
            for child in mirror.children {
                let name = "\(mirror.subjectType).\(child.label ?? "")"
                found[name] = found[name] == true || isSaid(child.value)
                members(of: child.value, &found)
            }
        }
    }

    private func isSaid(_ value: Any) -> Bool {
        switch value {
        case let flag as Bool: return flag
        case let number as Int: return number != 0
        default:
            let mirror = Mirror(reflecting: value)
            let isHolder = mirror.displayStyle == .optional || mirror.displayStyle == .collection
            return !isHolder || !mirror.children.isEmpty
        }
    }

    @Test func `every member of a contract's content can be said`() throws {
        let (contract, faults) = try read(Self.everything)
        #expect(faults.isEmpty, "\(faults)")
        let content = try #require(contract?.offer.versions.first)
        var found: [String: Bool] = [:]
        members(of: content, &found)
        #expect(found.count > 30)
        #expect(found.filter { !$0.value }.isEmpty)
        #expect(Set(content.rules.map(\.kind)) == Set(PriceRule.Kind.allCases))
        let periods = content.commitments.map(\.period) + content.rebates.map(\.period)
        #expect(Set(periods) == Set(ContractContent.Period.allCases))
        #expect(Set(content.assortment.map(\.selector)) == ["everything", "list", "category", "manufacturer", "product"])
    }

    @Test func `what is said is what is meant`() throws {
        let content = try #require(try read(Self.everything).contract?.offer.versions.first)
        let euro = try #require(Currency("EUR"))
        #expect(
            content.rules[0].tiers == [
                .init(from: Quantity(0), price: Money("90.00", euro)), .init(from: Quantity(10), price: Money("85.00", euro)),
            ])
        #expect(content.rules[1].tiers == [.init(from: Quantity(25), price: Money("80.00", euro))])
        #expect(content.rules[2].tiers == [.init(from: Quantity(0), percent: "7.5"), .init(from: Quantity(5), percent: "9")])
        #expect(content.rules[3].tiers == [.init(from: Quantity(0))])
        #expect(content.terms == .init(payment: "30 days net", delivery: "To the desk", warranty: "3 years", freight: "Free"))
        #expect(content.commitments[0].revenue == Money("1000.00", euro))
    }

    @Test(arguments: [
        ("period: month", "period: week", "/contracts/0/commitments/0/period"),
        ("minimum: \"2\"", "minimum: \"-2\"", "/contracts/0/quantityRules/0/minimum"),
        ("{ list: Desks }", "{ list: Desks, everything: true }", "/contracts/0/assortment/include/1"),
        ("freight: Free }", "fright: Free }", "/contracts/0/terms/fright"),
        ("price: \"90.00\", priority: 3", "price: free, priority: 3", "/contracts/0/rules/0/fixedPrice/price"),
        ("tiers: [{ from: \"25\", price: \"80.00\" }]", "priority: 1", "/contracts/0/rules/1/fixedPrice"),
        ("unit: U2", "unit: U9", "/contracts/0/unit"),
        ("validFrom: \"2026-01-01\"", "versions: []", "/contracts/0/versions"),
        ("name: Desks", "name: \"\"", "/contracts/0/productLists/0/name"),
        ("number: C-1", "number: \"\"", "/contracts/0/number"),
    ]) func `a fault is told where it stands`(old: String, new: String, pointer: String) throws {
        let faults = try read(Self.everything.replacing(old, with: new)).faults
        #expect(faults.contains { $0.pointer == pointer && $0.line != nil }, "\(faults)")
    }
}
