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
    private func contract(_ app: TestApp) async throws -> String {
        let rita = app.by(app.cast.rita)
        let made = try await rita.post(
            app.path("/contracts"),
            #"{"number": "C-2", "name": "Mice", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#)
        let path = try #require(made.headers[.location])
        let published = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""])
        #expect(published.status == 200, "\(published.text)")
        return path
    }

    private func order(_ quantity: Int, _ app: TestApp) async throws {
        let ana = app.by(app.cast.ana)
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Mice", "lines": [{"sku": "MO-200", "quantity": \#(quantity)}]}"#)
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
