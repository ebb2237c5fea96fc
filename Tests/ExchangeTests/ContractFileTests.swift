import Foundation
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog
@testable import Exchange

/// The files of `Catalogs/` can say all that a contract can agree on, and the demo says each of it somewhere.
@Suite(.database) struct ContractFileTests {
    private func contents() throws -> [ContractContent] {
        let catalog = try SupplierCatalog(directory: PackageFiles.path("Catalogs/it-supplier"))
        return catalog.accounts.flatMap { customer in
            customer.contracts.map { customer.contents[$0.number] ?? ContractContent($0) }
        }
    }

    @Test func `the demo's contracts show each part of a contract, and each form of it`() throws {
        let contents = try contents()
        // By its coding keys, so that what a contract will be able to say some day is asked for here.
        let said = try contents.map { try #require(try JSONParser.parse(Array($0.canonical().utf8)).members) }
        let all = try JSONParser.parse(
            Array(ContractContent(validFrom: LocalDate("2026-01-01")!, validTo: LocalDate("2026-12-31")!).canonical().utf8))
        for name in try #require(all.members).names {
            let isSaid = said.contains { member in
                guard let value = member[name] else { return false }
                return value.items?.isEmpty != true && value.members?.names.isEmpty != true
            }
            #expect(isSaid, "\(name)")
        }
        let terms = contents.map(\.terms)
        #expect(terms.contains { $0.payment != nil && $0.delivery != nil && $0.warranty != nil && $0.freight != nil })
        let rules = contents.flatMap(\.rules)
        #expect(Set(rules.map(\.kind)) == Set(PriceRule.Kind.allCases))
        #expect(Set(rules.map(\.selector)) == ["product", "category", "manufacturer", "everything"])
        #expect(rules.contains(where: \.cumulative) && rules.contains { $0.priority > 0 } && rules.contains { $0.tiers.count > 1 })
        #expect(contents.contains(where: \.bestPrice) && contents.contains { !$0.bestPrice })
        #expect(Set(contents.flatMap(\.assortment).map(\.selector)).contains("list"))
        let limits = contents.flatMap(\.quantityRules)
        #expect(limits.contains { $0.minimum != nil } && limits.contains { $0.maximum != nil } && limits.contains { $0.multiple != nil })
        let commitments = contents.flatMap(\.commitments)
        #expect(commitments.contains { $0.revenue != nil } && commitments.contains { $0.volume != nil })
        #expect(contents.flatMap(\.rebates).contains { $0.tiers.count > 1 })
    }

    @Test func `what is wrong beside the rules is named by its place in the file, by what checks a draft over HTTP`() throws {
        let directory = PackageFiles.path("Catalogs/it-supplier")
        let folders = ["", "products/", "accounts/"]
        let files = try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)").sorted().filter { $0.hasSuffix(".yaml") }
                .map { (name: folder + $0, text: try String(contentsOfFile: "\(directory)/\(folder)\($0)", encoding: .utf8)) }
        }
        let changes = [
            ("percent: \"2.5\" }", "percent: \"102.5\" }", "/contracts/0/rebates/0/tiers/1/percent"),
            ("from: \"600000.00\"", "from: \"300000.00\"", "/contracts/0/rebates/0/tiers/1/from"),
            ("everything: true, revenue: \"400000.00\"", "everything: true", "/contracts/0/commitments/0"),
            ("- list: In-house desk", "- list: Other desk", "/contracts/0/assortment/exclude/2/list"),
            ("skus: [SR-DESK-24]", "skus: [SR-DESK-99]", "/contracts/0/productLists/0/skus/0"),
            ("unit: MF-OPS\n    name: Terminal", "unit: MF-NONE\n    name: Terminal", "/contracts/1/unit"),
        ]
        for (old, new, place) in changes {
            let changed = files.map { (name: $0.name, text: $0.text.replacing(old, with: new)) }
            let faults = try #require(throws: CatalogFaults.self) { try SupplierCatalog(changed) }.faults
            #expect(faults.contains { $0.file == "accounts/meridian.yaml" && $0.pointer == place }, "\(place) \(faults)")
        }
    }
}
