import Accounts
import Catalog
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Which configured lines of open quotes a contract's next version makes a difference to: it may be any part's contract.
@Suite(.database) struct ConfiguredTouchTests {
    private func draft(_ screen: String, payment: String = "30 days", more: String = "", replacing: Bool = true) -> String {
        """
        {"validFrom": "2026-01-01", \(replacing ? #""replaces": [1], "# : "")"terms": {"payment": "\(payment)"},
         "assortment": [{"effect": "include", "selector": "product", "value": "MO-200"}\(more)],
         "rules": [{"kind": "fixed", "selector": "product", "value": "MO-200",
                    "tiers": [{"from": "0", "price": {"amount": "\(screen)", "currency": "EUR"}}]}]}
        """
    }

    /// Rita's contract for a part, and ana's quotes: of two sets, and of the notebook alone.
    private func open(_ pricing: String = "") async throws -> (app: TestApp, path: String, quote: String) {
        let app = try await TestApp.open()
        let (rita, ana) = (app.by(app.cast.rita), app.by(app.cast.ana))
        let made = try await rita.post(
            app.path("/contracts"),
            #"""
            {"number": "C-2", "name": "Screens", "unit": "\#(app.cast.engineering.id)", "currency": "EUR",
             "draft": \#(draft("50.00", replacing: false))}
            """#)
        let path = try #require(made.headers[.location])
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        let content = """
            "name": {"en": "Desk"}, "validFrom": "2026-01-01", "base": "NB-100", "slots": [
              {"name": "screen", "label": {"en": "Screens"}, "default": "MO-200", "alternatives": [{"sku": "MO-200"}]}]
            """
        #expect(try await ConfigurationStoryTests.make(app, "SC-1", content + pricing).status == 201)
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Q", "lines": [{"configuration": "SC-1", "quantity": 2}]}"#)
        _ = try await ana.post(app.path("/quotes"), #"{"name": "Q", "lines": [{"sku": "NB-100", "quantity": 2}]}"#)
        return (app, path, try #require(quote.json?["number"]?.text, "\(quote.text)"))
    }

    private func check(_ draft: String, _ path: String, _ app: TestApp) async throws -> JSONValue {
        let rita = app.by(app.cast.rita)
        let tag = try #require(try await rita.get(path).headers[.eTag])
        let written = try await rita.send(.put, path + "/draft", headers: [.ifMatch: tag], json: "{\"draft\": \(draft)}")
        #expect(written.status == 200, "\(written.text)")
        return try #require(try await rita.get(path + "/check").json)
    }

    private func lines(_ json: JSONValue) -> [JSONValue] { json["touches"]?.items?.flatMap { $0["lines"]?.items ?? [] } ?? [] }

    @Test func `another price of a part is another price of the set, before and after`() async throws {
        let (app, path, quote) = try await open()
        let verdict = try await check(draft("60.00"), path, app)
        #expect(verdict["touches"]?.items?.map { $0["number"]?.text } == [quote], "\(verdict)")
        #expect(lines(verdict).map { $0["from"]?["amount"]?.text } == ["1090.00"])
        #expect(lines(verdict).map { $0["to"]?["amount"]?.text } == ["1100.00"])
        #expect(lines(verdict).map { $0["heldPrice"]?["amount"]?.text } == ["1090.00"])
        #expect(lines(verdict).map { $0["changes"] } == [.array([.string("price")])])
        #expect(lines(try await check(draft("50.00"), path, app)).isEmpty)
        let terms = try await check(draft("50.00", payment: "10 days"), path, app)
        #expect(lines(terms).map { $0["changes"] } == [.array([.string("terms")])], "a part's terms are the line's too")
        // As the buyer meets it.
        let tag = try #require(try await app.by(app.cast.rita).get(path).headers[.eTag])
        _ = try await check(draft("60.00"), path, app)
        let now = try #require(try await app.by(app.cast.rita).get(path).headers[.eTag])
        #expect(tag != now)
        #expect(try await app.by(app.cast.rita).post(path + "/publish", headers: [.ifMatch: now]).status == 200)
        let repriced = try await app.by(app.cast.ana).post(app.path("/quotes/\(quote)/reprice"), headers: [.ifMatch: "\"v1\""])
        #expect(repriced.json?["lines"]?.items?.first?["unitPrice"]?["amount"]?.text == "1100.00")
    }

    @Test(arguments: ["", #", "pricing": {"kind": "fixed", "prices": [{"amount": "1000.00", "currency": "EUR"}]}"#])
    func `a part that leaves the assortment takes the set with it, also one at a price of its own`(_ pricing: String) async throws {
        let (app, path, quote) = try await open(pricing)
        // The framework agreement has the screen no more.
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO assortment_rules (account_id, contract_id, version, position, effect, selector, value)
                SELECT v.account_id, v.contract_id, v.version, 99, 'exclude', 'product', 'MO-200' FROM contract_versions AS v
                JOIN contracts AS c ON c.account_id = v.account_id AND c.id = v.contract_id AND c.number <> 'C-2'
                """))
        let out = draft("50.00", more: #", {"effect": "include", "selector": "product", "value": "MO-210"}"#)
            .replacing(
                #""include", "selector": "product", "value": "MO-200""#, with: #""exclude", "selector": "product", "value": "MO-200""#)
        let other = TestApp(database: app.database, clock: app.clock, cast: app.cast)
        let verdict = try await check(out, path, other)
        #expect(verdict["touches"]?.items?.map { $0["number"]?.text } == [quote], "\(verdict)")
        #expect(lines(verdict).map { $0["changes"] } == [.array([.string("availability")])])
        #expect(lines(verdict).allSatisfy { $0["to"] == nil })
    }
}
