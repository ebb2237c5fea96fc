import Foundation
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog
@testable import Exchange

/// The demo says each thing that a contract can agree on somewhere.
struct ContractFileTests {
    private func contents() throws -> [ContractContent] {
        let files = try SupplierCatalog.files(in: PackageFiles.path("Catalogs/it-supplier"))
        return SupplierCatalog.read(files).catalog.accounts.flatMap { $0.contracts.flatMap(\.offer.versions) }
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
}
