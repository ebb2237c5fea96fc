import Accounts
import Catalog
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// What a configured line counts for where commitments and rebates are measured: its parts, each under its own contract.
@Suite(.database) struct PartShareTests {
    /// A configuration of a notebook and two screens, at the sum of its parts: 1040.00 by the cast's contract and 50.00 by C-2.
    private static let content = """
        "name": {"en": "Desk"}, "validFrom": "2026-01-01", "base": "NB-100", "slots": [
          {"name": "screen", "label": {"en": "Screens"}, "maximum": "2", "default": "MO-200", "alternatives": [
            {"sku": "MO-200", "maximum": "2", "default": "2"}]}]
        """

    private func open(_ pricing: String = "") async throws -> (app: TestApp, path: String) {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let draft = """
            {"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "product", "value": "MO-200"}],
             "rules": [{"kind": "fixed", "selector": "product", "value": "MO-200",
                        "tiers": [{"from": "0", "price": {"amount": "50.00", "currency": "EUR"}}]}],
             "commitments": [{"period": "year", "selector": "product", "value": "MO-200", "volume": "10"},
                             {"period": "year", "selector": "category", "value": "43211900",
                              "revenue": {"amount": "1000.00", "currency": "EUR"}},
                             {"period": "year", "selector": "product", "value": "NB-100", "volume": "10"}],
             "rebates": [{"period": "year", "tiers": [{"from": {"amount": "1.00", "currency": "EUR"}, "percent": "1"}]}]}
            """
        let made = try await rita.post(
            app.path("/contracts"),
            #"{"number": "C-2", "name": "Screens", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#)
        let path = try #require(made.headers[.location])
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        #expect(try await ConfigurationStoryTests.make(app, "SC-1", Self.content + pricing).status == 201)
        return (app, path)
    }

    private func order(_ sets: Int, _ app: TestApp) async throws {
        let (ana, omar) = (app.by(app.cast.ana), app.by(app.cast.omar))
        let quote = try await ana.post(
            app.path("/quotes"), #"{"name": "Desks", "lines": [{"configuration": "SC-1", "quantity": \#(sets)}]}"#)
        let here = try #require(quote.headers[.location], "\(quote.text)")
        let submitted = try await ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        if submitted.json?["quote"]?["state"]?.text == "submitted" {
            let approval = try #require(submitted.json?["approval"], "\(submitted.text)")
            let (plan, digest) = (approval["id"]?.text ?? "", approval["digest"]?.text ?? "")
            let decided = try await omar.post(
                app.path("/approvals/\(plan)/decisions"), #"{"decision": "approve", "digest": "\#(digest)"}"#)
            #expect(decided.status == 200, "\(decided.text)")
        }
        let tag = try #require(try await ana.get(here).headers[.eTag])
        let ordered = try await ana.post(here + "/order", headers: [.ifMatch: tag])
        #expect(ordered.status == 201, "\(ordered.text)")
    }

    /// Of the last order, credited.
    private func takeBack(_ sku: String, _ quantity: Int, credited: String, _ app: TestApp) async throws {
        try await app.database.owner.query(
            Query<Void>(
                """
                WITH back AS (
                    INSERT INTO returns (account_id, id, external_id, order_id, currency, total, returned_at)
                    SELECT o.account_id, gen_random_uuid(), 'R-' || gen_random_uuid(), o.id, 'EUR', \(credited)::text::numeric, o.placed_at
                    FROM orders AS o ORDER BY o.number DESC LIMIT 1
                    RETURNING account_id, id
                )
                INSERT INTO return_lines (account_id, return_id, position, product_id, sku, name, quantity, unit_price, line_total)
                SELECT b.account_id, b.id, 1, p.id, p.sku, 'It', \(quantity), 0, \(credited)::text::numeric
                FROM back AS b CROSS JOIN products AS p WHERE p.sku = \(sku)
                """))
    }

    /// The volume of screens, their revenue, the volume of notebooks, and the revenue of all.
    private func figures(_ path: String, _ app: TestApp) async throws -> [String?] {
        let answer = try await app.by(app.cast.rita).get(path + "/utilisation")
        let commitments = answer.json?["commitments"]?.items ?? []
        #expect(commitments.count == 3, "\(answer.text)")
        return [
            commitments.first?["orderedVolume"]?.text, commitments[1]["orderedRevenue"]?["amount"]?.text,
            commitments.last?["orderedVolume"]?.text, answer.json?["rebates"]?.items?.first?["revenue"]?["amount"]?.text,
        ]
    }

    @Test func `a configured line counts as its parts, each under the contract whose price it has`() async throws {
        let (app, path) = try await open()
        try await order(3, app)
        #expect(try await figures(path, app) == ["6", "300.00", "0", "300.00"])
        try await takeBack("MO-200", 1, credited: "50.00", app)
        #expect(try await figures(path, app) == ["5", "250.00", "0", "250.00"], "a part by itself")
        try await takeBack("NB-100", 1, credited: "1140.00", app)
        #expect(try await figures(path, app) == ["3", "150.00", "0", "150.00"], "a set with all its parts")
    }

    @Test func `a set at a price of its own is shared as its parts cost by themselves, and comes back as it was shared`() async throws {
        let fixed = #", "pricing": {"kind": "fixed", "prices": [{"amount": "1000.01", "currency": "EUR"}]}"#
        let (app, path) = try await open(fixed)
        try await order(3, app)
        // 3000.03 for 1040.00 and 100.00: 2736.87 and 263.16.
        #expect(try await figures(path, app) == ["6", "263.16", "0", "263.16"])
        try await takeBack("NB-100", 3, credited: "3000.03", app)
        #expect(try await figures(path, app) == ["0", "0.00", "0", "0.00"])
    }

    @Test func `lines of before shares were kept count by what they are built on`() async throws {
        let (app, path) = try await open()
        try await order(1, app)
        try await app.database.owner.query(Query<Void>("UPDATE quote_revision_lines SET shares = NULL"))
        #expect(try await figures(path, app) == ["0", "0.00", "0", "0.00"], "the notebook is another contract's")
    }

    @Test func `shares add up to the amount, as the weights are`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for round in 1...5000 {
            let currency = [Currency("EUR")!, Currency("JPY")!, Currency("KWD")!].randomElement(using: &random)!
            let step: Int64 = currency.minorUnitDecimals == 0 ? 10_000 : currency.minorUnitDecimals == 2 ? 100 : 10
            let most: Int64 = round % 10 == 0 ? 999_999_999_999_990_000 / step : 100_000
            let amount = Money(tenThousandths: .random(in: 0...most, using: &random) * step, currency)
            let top: Int64 = round % 7 == 0 ? 999_999_999_999_999_999 : 1000
            let weights = (1...Int.random(in: 1...60, using: &random)).map { _ in
                random.chance(20) ? 0 : Int64.random(in: 0...top, using: &random)
            }
            let shares = amount.shared(by: weights)
            #expect(shares.count == weights.count)
            #expect(shares.reduce(0) { $0 + $1.tenThousandths } == amount.tenThousandths, "seed \(seed)")
            let sum = weights.reduce(0.0) { $0 + Double($1) }
            for (share, weight) in zip(shares, weights) {
                #expect(share.tenThousandths >= 0 && share.tenThousandths % step == 0, "seed \(seed)")
                if sum == 0 { continue }
                if weight == 0 { #expect(share.tenThousandths == 0, "seed \(seed)") }
                let exact = Double(amount.tenThousandths) * Double(weight) / sum
                #expect(abs(Double(share.tenThousandths) - exact) <= Double(step) + exact * 1e-9, "seed \(seed)")
            }
            if sum == 0 { #expect(shares[0] == amount, "seed \(seed)") }
        }
    }

    @Test func `the shares of every configured line come to its total, each under the contract that holds the part`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var seen = (sum: 0, fixed: 0)
        for _ in 1...800 {
            let configured = ConfiguredMarket(&random)
            guard let price = try configured.price(&random) else { continue }
            #expect(price.shares.reduce(0) { $0 + $1.revenue.tenThousandths } == price.lineTotal.tenThousandths, "seed \(seed)")
            #expect(price.shares.map(\.product) == price.set.parts.map(\.product.id), "seed \(seed)")
            #expect(price.shares.map(\.quantity) == (try price.set.demand(price.sets).map(\.quantity)), "seed \(seed)")
            for (share, part) in zip(price.shares, price.set.parts) {
                #expect(share.contract != nil || !configured.market.list.holds(part.product), "seed \(seed)")
            }
            if let parts = price.partPrices {
                seen.sum += 1
                #expect(price.shares.map(\.contract) == parts.map(\.contract.id), "seed \(seed)")
            } else {
                seen.fixed += 1
            }
        }
        #expect(seen.sum > 50 && seen.fixed > 20, "\(seen), seed \(seed)")
    }
}
