import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Commitments and rebates, measured by what was ordered.
@Suite(.database) struct UtilisationStoryTests {
    private let draft = """
        {"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "everything"}],
         "rules": [{"kind": "fixed", "selector": "product", "value": "MO-200",
                    "tiers": [{"from": "0", "price": {"amount": "50.00", "currency": "EUR"}}]}],
         "commitments": [{"period": "year", "selector": "everything", "revenue": {"amount": "300.00", "currency": "EUR"}},
                         {"period": "quarter", "selector": "product", "value": "MO-200", "volume": "2"},
                         {"period": "year", "selector": "product", "value": "NB-100", "volume": "2"},
                         {"period": "term", "selector": "category", "value": "43000000", "volume": "8"}],
         "rebates": [{"period": "quarter", "tiers": [{"from": {"amount": "50.00", "currency": "EUR"}, "percent": "1.5"},
                                                     {"from": {"amount": "150.00", "currency": "EUR"}, "percent": "3"}]}]}
        """

    /// Rita's contract for engineering, published.
    private func contract(_ app: TestApp, _ other: String? = nil) async throws -> String {
        let (rita, draft) = (app.by(app.cast.rita), other ?? draft)
        let made = try await rita.post(
            app.path("/contracts"),
            #"{"number": "C-2", "name": "Mice", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#)
        let path = try #require(made.headers[.location])
        let published = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""])
        #expect(published.status == 200, "\(published.text)")
        return path
    }

    private func order(_ quantity: Int, _ app: TestApp) async throws {
        try await order(#"{"sku": "MO-200", "quantity": \#(quantity)}"#, app)
    }

    private func order(_ lines: String, _ app: TestApp) async throws {
        let ana = app.by(app.cast.ana)
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Mice", "lines": [\#(lines)]}"#)
        let path = app.path("/quotes/\(try #require(quote.json?["number"]?.text))")
        let submitted = try await ana.post(path + "/submit", headers: [.ifMatch: "\"v1\""])
        let ordered = try await ana.post(path + "/order", headers: [.ifMatch: try #require(submitted.headers[.eTag])])
        #expect(ordered.status == 201, "\(ordered.text)")
    }

    @Test func `commitments and rebates are read from the orders of their period`() async throws {
        let app = try await TestApp.open()
        let path = try await contract(app)
        let rita = app.by(app.cast.rita)
        let before = try await rita.get(path + "/utilisation")
        #expect(before.json?["commitments"]?.items?.map { $0["percent"]?.text } == ["0.00", "0.00", "0.00", "0.00"])
        #expect(before.json?["rebates"]?.items?.first?["earned"]?["amount"]?.text == "0.00")

        try await order(1, app)
        try await order(1, app)
        let after = try await rita.get(path + "/utilisation")
        #expect(after.status == 200)
        let commitments = after.json?["commitments"]?.items ?? []
        #expect(commitments.map { $0["percent"]?.text } == ["33.33", "100.00", "0.00", "25.00"])
        #expect(commitments.map { $0["fulfilled"] } == [.bool(false), .bool(true), .bool(false), .bool(false)])
        #expect(commitments.map { $0["orderedRevenue"]?["amount"]?.text } == ["100.00", "100.00", "0.00", "100.00"])
        #expect(commitments.map { $0["from"]?.text } == ["2026-01-01", "2026-04-01", "2026-01-01", "2026-01-01"])
        #expect(commitments.map { $0["to"]?.text } == ["2026-12-31", "2026-06-30", "2026-12-31", nil])
        let rebate = after.json?["rebates"]?.items?.first
        #expect(rebate?["percent"]?.text == "1.5")
        #expect(rebate?["earned"]?["amount"]?.text == "1.50")
        #expect(rebate?["next"]?["missing"]?["amount"]?.text == "50.00")
        let earlier = try await rita.get(path + "/utilisation?on=2026-03-31")
        #expect(earlier.json?["commitments"]?.items?.map { $0["percent"]?.text } == ["33.33", "0.00", "0.00", "25.00"])
        #expect(try await rita.get(path + "/utilisation?on=2025-12-31").problem == "contract-not-in-force")
        #expect(
            try await app.by(app.cast.ada).get(path + "/utilisation").json?["commitments"]?.items?.count == 4, "the customer reads it too")
    }

    @Test func `a year of a contract is one year, whichever of its versions holds on a day of it`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        func holding(_ days: String) -> String { draft.replacing(#""validFrom": "2026-01-01","#, with: days) }
        let path = try await contract(app, holding(#""validFrom": "2026-01-01", "validTo": "2026-08-31","#))
        let next = holding(#""validFrom": "2026-09-01", "validTo": "2027-06-30","#)
        let tag = try #require(try await rita.get(path).headers[.eTag])
        let drafted = try await rita.send(.put, path + "/draft", headers: [.ifMatch: tag], json: "{\"draft\": \(next)}")
        let published = try await rita.post(path + "/publish", headers: [.ifMatch: try #require(drafted.headers[.eTag])])
        #expect(published.status == 200, "\(published.text)")
        func days(_ day: String) async throws -> [String?] {
            try await rita.get(path + "/utilisation?on=\(day)").json?["commitments"]?.items?
                .flatMap { [$0["from"]?.text, $0["to"]?.text] } ?? []
        }
        let before = try await days("2026-08-31")
        #expect(before == ["2026-01-01", "2026-12-31", "2026-07-01", "2026-09-30", "2026-01-01", "2026-12-31", "2026-01-01", "2027-06-30"])
        #expect(try await days("2026-09-01") == before)
    }

    @Test func `sums over everybody's orders are for who reads them all, and a cancelled order does not count`() async throws {
        let app = try await TestApp.open()
        let path = try await contract(app)
        try await order(1, app)
        let refused = try await app.by(app.cast.ana).get(path + "/utilisation")
        #expect(refused.status == 403)
        #expect(refused.problem == "orders-of-the-contract-needed")
        let seen = try await app.by(app.cast.ana).get(path)
        #expect(seen.json?["actions"]?.items?.contains { $0["name"]?.text == "utilisation" } == false)
        try await app.database.owner.query(Query<Void>("UPDATE orders SET state = 'cancelled'"))
        let after = try await app.by(app.cast.rita).get(path + "/utilisation")
        #expect(after.json?["commitments"]?.items?.first?["orderedRevenue"]?["amount"]?.text == "0.00")
    }

    /// One mouse comes back; without an order it is one of before Purveyor.
    private func takeBack(ofOrder isKnown: Bool, _ app: TestApp) async throws {
        let order: SQL = isKnown ? "o.id" : "NULL::uuid"
        try await app.database.owner.query(
            Query<Void>(
                """
                WITH back AS (
                    INSERT INTO returns (account_id, id, external_id, order_id, currency, total, returned_at)
                    SELECT o.account_id, gen_random_uuid(), 'R-' || gen_random_uuid(), \(order), 'EUR', 50,
                        o.placed_at + interval '400 days'
                    FROM orders AS o ORDER BY o.placed_at DESC LIMIT 1
                    RETURNING account_id, id
                )
                INSERT INTO return_lines (account_id, return_id, position, product_id, sku, name, quantity, unit_price, line_total)
                SELECT b.account_id, b.id, 1, p.id, p.sku, 'Mouse', 1, 50, 50 FROM back AS b CROSS JOIN products AS p WHERE p.sku = 'MO-200'
                """))
    }

    @Test func `what came back is taken off what was ordered, in the period of its order`() async throws {
        let app = try await TestApp.open()
        let path = try await contract(app)
        let rita = app.by(app.cast.rita)
        func percents() async throws -> [String?]? {
            try await rita.get(path + "/utilisation").json?["commitments"]?.items?.map { $0["percent"]?.text }
        }
        try await order(2, app)
        #expect(try await percents() == ["33.33", "100.00", "0.00", "25.00"])
        try await takeBack(ofOrder: false, app)
        #expect(try await percents() == ["33.33", "100.00", "0.00", "25.00"], "what came back of before was never counted")
        try await takeBack(ofOrder: true, app)
        #expect(try await percents() == ["16.66", "50.00", "0.00", "12.50"])
        let rebate = try await rita.get(path + "/utilisation").json?["rebates"]?.items?.first
        #expect(rebate?["revenue"]?["amount"]?.text == "50.00")
        #expect(rebate?["earned"]?["amount"]?.text == "0.75")
        try await app.database.owner.query(Query<Void>("UPDATE orders SET state = 'cancelled'"))
        #expect(try await percents() == ["0.00", "0.00", "0.00", "0.00"], "nothing comes back of what was never owed")
    }

    @Test func `a volume is of one unit of measure: pieces and metres are not added up`() async throws {
        let app = try await TestApp.open()
        try await app.database.owner.query(Query<Void>("UPDATE products SET unit_of_measure = 'MTR' WHERE sku = 'NB-100'"))
        let path = try await contract(
            app,
            """
            {"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "everything"}],
             "rules": [{"kind": "fixed", "selector": "product", "value": "MO-200",
                        "tiers": [{"from": "0", "price": {"amount": "50.00", "currency": "EUR"}}]},
                       {"kind": "fixed", "selector": "product", "value": "NB-100",
                        "tiers": [{"from": "0", "price": {"amount": "4.00", "currency": "EUR"}}]}],
             "commitments": [{"period": "year", "selector": "everything", "volume": "10"},
                             {"period": "year", "selector": "everything", "volume": "10", "unitOfMeasure": "MTR"},
                             {"period": "year", "selector": "product", "value": "NB-100", "volume": "10"},
                             {"period": "year", "selector": "product", "value": "NB-100", "volume": "10", "unitOfMeasure": "HUR"},
                             {"period": "year", "selector": "everything", "revenue": {"amount": "120.00", "currency": "EUR"}}]}
            """)
        try await order(#"{"sku": "MO-200", "quantity": 1}, {"sku": "NB-100", "quantity": "2.5"}"#, app)
        let commitments = try await app.by(app.cast.rita).get(path + "/utilisation").json?["commitments"]?.items ?? []
        #expect(commitments.map { $0["orderedVolume"]?.text } == ["1", "2.5", "2.5", "0", nil])
        #expect(commitments.map { $0["percent"]?.text } == ["10.00", "25.00", "25.00", "0.00", "50.00"])
        #expect(commitments.map { $0["unitOfMeasure"]?.text } == [nil, "MTR", nil, "HUR", nil])
        let volumes = commitments.last?["orderedVolumes"]?.items?.map { [$0["unitOfMeasure"]?.text, $0["quantity"]?.text] }
        #expect(volumes == [["H87", "1"], ["MTR", "2.5"]])
    }

    @Test func `a draft is thrown away and its contract stays, found by who writes it and nobody else`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let made = try await rita.post(
            app.path("/contracts"),
            #"{"number": "C-2", "name": "Mice", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#)
        let path = try #require(made.headers[.location])
        func numbers(_ person: CastPerson) async throws -> [String?] {
            try await app.by(person).get(app.path("/contracts")).json?["items"]?.items?.map { $0["number"]?.text } ?? []
        }
        #expect(try await numbers(app.cast.rita).contains("C-2"))
        #expect(try await numbers(app.cast.ana).contains("C-2") == false)
        #expect(try await rita.send(.delete, path + "/draft", headers: [.ifMatch: "\"v7\""]).status == 412)
        let gone = try await rita.send(.delete, path + "/draft", headers: [.ifMatch: "\"v1\""])
        #expect(gone.status == 200)
        #expect(gone.json?["draft"] == nil)
        #expect(try await rita.send(.delete, path + "/draft", headers: [.ifMatch: "\"v2\""]).problem == "no-contract-draft")
        #expect(try await Desk(app).eventKinds().filter { $0.hasPrefix("contract") } == ["contractDrafted", "contractDraftDiscarded"])
    }

    @Test func `writing contracts takes the permission, edit access and somebody who has signed in`() async throws {
        let app = try await TestApp.open()
        let body =
            #"{"number": "C-2", "name": "Mice", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#
        let stella = try await app.by(app.cast.stella).post(app.path("/contracts"), body)
        #expect(stella.problem == "edit-access-needed", "who sees every account writes in none of them")
        let key = try await app.by(app.cast.rita).post(
            app.path("/api-keys"), #"{"name": "ERP", "permissions": ["readAccountView"]}"#)
        let program = app.client.bearing(try #require(key.json?["secret"]?.text))
        #expect(try await program.post(app.path("/contracts"), body).problem == "session-required")
        try await AddStaff(database: app.database.service)(app.cast.rita.person.id, title: "Account manager")
        app.clock.advance(by: .seconds(30))
        let refused = try await app.by(app.cast.rita).post(app.path("/contracts"), body)
        #expect(refused.status == 403)
        #expect(refused.json?["staffPermission"]?.text == "manageContracts")
    }
}
