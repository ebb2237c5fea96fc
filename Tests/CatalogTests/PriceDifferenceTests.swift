import Accounts
@testable import Catalog
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

    /// MO-200 under the cast's 8 % off screens (189.99 is a fixed price), at a list price that changes.
    private func put(_ sku: String, _ price: String?, _ version: Int, _ app: TestApp) async throws {
        let listed = price.map { #", "listPrices": [{"amount": "\#($0)", "currency": "EUR"}]"# } ?? ""
        let answer = try await app.signIn(app.cast.stella).send(
            .put, "/v1/products/\(sku)", headers: [.ifMatch: "\"v\(version)\""],
            json: #"{"name": {"en": "View"}, "manufacturer": "Larkspur", "category": "43211902"\#(listed)}"#)
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test func `a past day's price is of that day's list price, and what the list price changed is named with both`() async throws {
        let app = try await TestApp.open()
        let first = try await app.by(app.cast.ana).get(app.path("/catalog/MO-210/price"))
        app.clock.advance(by: .seconds(5 * 86_400))
        try await put("MO-210", "400.00", 1, app)
        app.clock.advance(by: .seconds(5 * 86_400))
        try await put("MO-210", nil, 2, app)
        app.clock.advance(by: .seconds(5 * 86_400))
        try await put("MO-210", "500.00", 3, app)
        let ana = try await app.signIn(app.cast.ana)
        func price(_ day: String) async throws -> JSONValue {
            try #require(try await ana.get(app.path("/catalog/MO-210/price?on=\(day)")).json)
        }
        func list(_ json: JSONValue) -> [String?] { ["listPrice", "listPriceOn"].map { json["receipt"]?[$0]?.text } }
        #expect(try await list(price("2026-06-15")) == ["329.00", nil])
        #expect(try await price("2026-06-15")["unitPrice"] == first.json?["unitPrice"], "as it was shown then")
        #expect(try await list(price("2026-06-19")) == ["329.00", nil])
        #expect(try await list(price("2026-06-20")) == ["400.00", nil], "what the day ended with")
        #expect(try await price("2026-06-27")["onRequest"] == .bool(true), "there was none on that day")
        #expect(try await list(price("2026-06-30")) == ["500.00", nil])
        #expect(try await list(price("2026-06-10")) == ["500.00", "2026-06-30"], "of before the history: that of now, and it is said")
        for day in ["2026-06-10", "2026-06-19"] {
            let answer = try await ana.get(app.path("/catalog/MO-210/price?on=\(day)"))
            for receipt in try SealedReceiptRepresentation.all(in: answer.body) { #expect(throws: Never.self) { try receipt.verify() } }
        }

        let changed = try await ana.get(app.path("/catalog/MO-210/why-changed?from=2026-06-16&to=2026-06-22")).json
        #expect(changed?["changed"] == .bool(true) && changed?["causes"] == .array([.string("listPrice")]))
        #expect(["from", "to"].map { changed?[$0]?["listPrice"]?["amount"]?.text } == ["329.00", "400.00"])
        let gone = try await ana.get(app.path("/catalog/MO-210/why-changed?from=2026-06-22&to=2026-06-27")).json
        #expect(gone?["causes"] == .array([.string("onRequest"), .string("listPrice")]))
        let unknown = try await ana.get(app.path("/catalog/MO-210/why-changed?from=2026-06-10&to=2026-06-30")).json
        #expect(unknown?["changed"] == .bool(false) && unknown?["causes"] == .array([]))
        // A fixed price is none of the list price's.
        try await put("MO-200", "700.00", 1, app)
        app.clock.advance(by: .seconds(86_400))
        let later = try await app.signIn(app.cast.ana)
        let fixed = try await later.get(app.path("/catalog/MO-200/why-changed?from=2026-06-16&to=2026-07-01")).json
        #expect(fixed?["changed"] == .bool(false) && fixed?["causes"] == .array([]))
        #expect(["from", "to"].map { fixed?[$0]?["listPrice"]?["amount"]?.text } == ["219.00", "700.00"])
        // Ladder and several prices take the same.
        let ladder = try await later.get(app.path("/catalog/MO-210/ladder?on=2026-06-20")).json
        #expect(ladder?["listPrice"]?["amount"]?.text == "400.00")
        let again = try await later.get(app.path("/catalog/MO-210/price?on=2026-06-20")).json
        let several = try await later.post(app.path("/prices"), #"{"on": "2026-06-20", "lines": [{"sku": "MO-210", "quantity": 1}]}"#).json
        #expect(several?["items"]?.items?.first?["receipt"] == again?["receipt"])
    }

    @Test func `a day ends in the account's time zone`() async throws {
        let app = try await TestApp.open()
        let zone = try #require(try await app.by(app.cast.ana).get(app.path()).json?["timeZone"]?.text)
        // One minute before and after the account's midnight of 20 June.
        let (before, after) = try await app.database.owner.query(
            Query.one(
                """
                SELECT '2026-06-20 23:59'::timestamp AT TIME ZONE \(zone), '2026-06-21 00:01'::timestamp AT TIME ZONE \(zone)
                """
            ) { row in (try row.next(Instant.self), try row.next(Instant.self)) })
        app.clock.set(before)
        try await put("MO-210", "400.00", 1, app)
        app.clock.set(after)
        try await put("MO-210", "500.00", 2, app)
        app.clock.advance(by: .seconds(3 * 86_400))
        let ana = try await app.signIn(app.cast.ana)
        for (day, price) in [("2026-06-19", "329.00"), ("2026-06-20", "400.00"), ("2026-06-21", "500.00")] {
            let answer = try await ana.get(app.path("/catalog/MO-210/price?on=\(day)"))
            #expect(answer.json?["receipt"]?["listPrice"]?.text == price, "\(day)")
        }
    }

    @Test func `the past of 500 products is found by indexes, however long the history is`() async throws {
        let app = try await TestApp.open()
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO catalog_changes (change, stamp, changed_at)
                SELECT 1000 + n, gen_random_uuid(), '2026-06-16'::timestamptz + n * interval '1 minute' FROM generate_series(1, 20000) AS n
                """))
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO catalog_history (change, subject, key, version, state)
                SELECT 1000 + n, 'product', 'P-' || n % 500, n, '{"listPrices": {"EUR": "1.00"}}' FROM generate_series(1, 20000) AS n
                """))
        try await app.database.owner.query(Query<Void>("ANALYZE catalog_history, catalog_changes"))
        let caller = try await app.caller(app.cast.ana)
        let query = ListPriceQueries.past(
            (0..<500).map { "P-\($0)" }, on: LocalDate("2026-06-20")!, currency: Cast.currency, of: caller,
            now: app.clock.now + .seconds(60 * 86_400))
        let plan = try await app.database.owner.query(Query.all("EXPLAIN (ANALYZE, COSTS OFF) \(query.sql)") { try $0.next(String.self) })
        let text = plan.joined(separator: "\n")
        #expect(!text.contains("Seq Scan"), "\(text)")
        #expect(text.contains("catalog_changes_by_day") && text.contains("catalog_history_pkey"), "\(text)")
        #expect(text.contains("(actual") && text.contains("loops=500"), "\(text)")
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
