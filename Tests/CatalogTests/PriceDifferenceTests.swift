import Accounts
import Catalog
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

@Suite(.database) struct PriceDifferenceTests {
    private func deal(_ rules: [PriceRule], of contract: Contract) -> Market.Deal {
        Market.Deal(contract: contract, rules: rules, assortment: [AssortmentRule(effect: .include, selector: .everything)])
    }

    private func discount(_ percent: String, _ selector: ProductSelector, _ position: Int = 1) -> PriceRule {
        PriceRule(
            position: position, kind: .discount, selector: selector, priority: 0,
            tiers: [.init(from: Quantity(0), value: .discount(Percentage(percent)!))])
    }

    private func contract(_ number: Int, from day: String) -> Contract {
        let made = Market.contract(number, currency: Cast.currency)
        return Contract(
            id: made.id, number: made.number, name: made.name, unit: made.unit, distance: 1, currency: made.currency, version: 1,
            validFrom: LocalDate(day)!, validTo: nil, priceHoldDays: 30, paymentTerms: nil, isBestPrice: false)
    }

    @Test func `what made the difference is named: contract, version, rule, step or assortment`() async throws {
        let app = try await TestApp.open()
        try await app.database.owner.query(
            Query<Void>("UPDATE contract_versions SET valid_to = valid_from WHERE account_id = \(app.cast.acme.id)"))
        let first = contract(1, from: "2026-02-01")
        try await deal([discount("5", .everything)], of: first).publish(in: app, unit: app.cast.root)
        let versions: [(String, [PriceRule])] = [
            ("2026-03-01", [discount("5", .everything), discount("7", .category(prefix: "43211503"), 2)]),
            ("2026-04-01", [discount("9", .category(prefix: "43211503")), discount("5", .everything, 2)]),
            ("2026-05-01", [discount("9", .category(prefix: "43211503"), 3), discount("5", .everything, 4)]),
        ]
        for (index, version) in versions.enumerated() {
            let renewed = Contract(
                id: first.id, number: first.number, name: first.name, unit: first.unit, distance: 1, currency: first.currency,
                version: index + 2, validFrom: LocalDate(version.0)!, validTo: nil, priceHoldDays: 30, paymentTerms: nil, isBestPrice: false
            )
            try await deal(version.1, of: renewed).publish(in: app, unit: app.cast.root, as: index + 2, isNew: false)
        }
        try await deal([discount("1", .everything)], of: contract(2, from: "2026-06-01")).publish(in: app, unit: app.cast.engineering)

        let expected: [(String, String, Bool, [String])] = [
            ("2026-02-10", "2026-02-20", false, []), ("2026-02-10", "2026-03-10", true, ["version", "rule"]),
            ("2026-03-10", "2026-04-10", true, ["version", "tier"]), ("2026-04-10", "2026-05-10", false, ["version"]),
            ("2026-05-10", "2026-06-10", true, ["contract", "rule"]), ("2026-01-15", "2026-06-10", true, ["assortment"]),
        ]
        let ana = app.by(app.cast.ana)
        for (from, to, changed, causes) in expected {
            let answer = try await ana.get(app.path("/catalog/NB-100/why-changed?from=\(from)&to=\(to)"))
            #expect(answer.json?["changed"] == .bool(changed), "\(from) to \(to)")
            #expect(answer.json?["causes"]?.items?.compactMap(\.text) == causes, "\(from) to \(to)")
            for side in ["from", "to"] {
                let day = side == "from" ? from : to
                let price = try await ana.get(app.path("/catalog/NB-100/price?on=\(day)"))
                #expect(answer.json?[side]?["receipt"] == (price.status == 200 ? price.json?["receipt"] : nil), "\(day)")
            }
        }
        #expect(try await ana.get(app.path("/catalog/NB-180/why-changed")).status == 404)
    }
}
