import Accounts
import Catalog
import HTTPTypes
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

    @Test func `another rule that says the same of the same is another one: by priority, or by what it counts`() throws {
        let product = Market.product("SKU-1", listPrice: Money("100", Market.dollar))
        let contract = Market.contract(1)
        func rule(_ percent: String, priority: Int, cumulative: Bool = false, _ position: Int) -> PriceRule {
            PriceRule(
                position: position, kind: .discount, selector: .product(sku: "SKU-1"), priority: priority, isCumulative: cumulative,
                tiers: [.init(from: Quantity(0), value: .discount(Percentage(percent)!))])
        }
        func causes(_ before: [PriceRule], _ after: [PriceRule]) throws -> [PriceDifference.Cause] {
            let sides = try [before, after].map { rules in
                let book = deal(rules, of: contract).book
                let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [book])
                return PriceDifference.Side(on: Market.day, outcome: try list.price(of: product, quantity: .one))
            }
            return PriceDifference(from: sides[0], to: sides[1]).causes
        }
        let (high, low) = (rule("5", priority: 5, 1), rule("50", priority: 1, 2))
        #expect(try causes([high, low], [low]) == [.rule])
        #expect(try causes([rule("5", priority: 5, 1)], [rule("6", priority: 5, 3)]) == [.tier])
        #expect(try causes([rule("5", priority: 5, 1)], [rule("6", priority: 5, cumulative: true, 1)]) == [.rule])
        #expect(try causes([high], [high]) == [])
    }

    @Test func `a list price is the one of now on either day, and so makes no difference`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = app.path("/catalog/MO-200/why-changed?from=2026-06-01&to=2026-06-15")
        let listed = #"{"name": {"en": "View"}, "category": "43211902", "listPrices": [{"amount": "500.00", "currency": "EUR"}]}"#
        #expect(try await stella.send(.put, "/v1/products/MO-200", headers: [.ifMatch: "\"v1\""], json: listed).status == 200)
        let answer = try await app.by(app.cast.ana).get(path)
        #expect(answer.json?["changed"] == .bool(false) && answer.json?["causes"]?.items?.isEmpty == true)
        #expect(answer.json?["from"]?["receipt"]?["listPrice"]?.text == "500.00")
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
