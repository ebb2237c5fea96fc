import Accounts
import Catalog
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Contracts in several currencies: each is read and ordered in its own, and nothing is compared between them (rule 2).
@Suite(.database) struct QuoteCurrencyTests {
    /// Engineering has a contract in dollars besides the framework agreement in euros.
    private func open() async throws -> TestApp {
        let app = try await TestApp.open()
        for (sku, price) in [("MO-200", 240), ("NB-100", 1300)] {
            try await app.database.owner.query(
                Query<Void>(
                    """
                    INSERT INTO product_prices (product_id, currency, list_price)
                    SELECT p.id, 'USD', \(price) FROM products AS p WHERE p.sku = \(sku)
                    """))
        }
        let rita = app.by(app.cast.rita)
        let made = try await rita.post(
            app.path("/contracts"),
            #"""
            {"number": "C-USD", "name": "Dollars", "unit": "\#(app.cast.engineering.id)", "currency": "USD", "draft":
             {"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "product", "value": "MO-200"}],
              "rules": [{"kind": "discount", "selector": "everything", "tiers": [{"from": "0", "percent": "10"}]}]}}
            """#)
        let path = try #require(made.headers[.location], "\(made.text)")
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        return app
    }

    private func quote(_ app: TestApp, _ currency: String?, _ sku: String = "MO-200", _ quantity: Int = 1) async throws -> RouterAnswer {
        let asked = currency.map { #", "currency": "\#($0)""# } ?? ""
        return try await app.by(app.cast.ana).post(
            app.path("/quotes"), #"{"name": "Q", "lines": [{"sku": "\#(sku)", "quantity": \#(quantity)}]\#(asked)}"#)
    }

    private func money(_ amount: String, _ currency: String) -> JSONValue {
        .object(["amount": .string(amount), "currency": .string(currency)])
    }

    /// Submits, has Omar approve and answers with the quote's path.
    private func approved(_ quote: RouterAnswer, _ app: TestApp) async throws -> (here: String, plan: JSONValue) {
        let here = try #require(quote.headers[.location], "\(quote.text)")
        let submitted = try await app.by(app.cast.ana).post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        let plan = try #require(submitted.json?["approval"], "\(submitted.text)")
        if submitted.json?["quote"]?["state"]?.text == "submitted" {
            #expect(try await Story(app).decide(plan, "approve").status == 200)
        }
        return (here, plan)
    }

    private struct Story {
        let app: TestApp
        init(_ app: TestApp) { self.app = app }

        func decide(_ plan: JSONValue, _ decision: String) async throws -> RouterAnswer {
            let (id, digest) = (try #require(plan["id"]?.text), try #require(plan["digest"]?.text))
            return try await app.by(app.cast.omar).post(
                app.path("/approvals/\(id)/decisions"), #"{"decision": "\#(decision)", "digest": "\#(digest)"}"#)
        }
    }

    @Test func `a quote is in the account's currency or in that of a contract, and all that is in it, its order and its events too`()
        async throws
    {
        let app = try await open()
        let ana = app.by(app.cast.ana)
        let dollars = try await quote(app, "USD")
        #expect(dollars.status == 201 && dollars.json?["total"] == money("216.00", "USD"), "\(dollars.text)")
        let line = dollars.json?["lines"]?.items?.first
        #expect(line?["receipt"]?["currency"]?.text == "USD" && line?["receipt"]?["contract"]?["number"]?.text == "C-USD")
        #expect(try await quote(app, nil).json?["total"] == money("189.99", "EUR"))
        #expect(try await quote(app, "EUR").json?["total"] == money("189.99", "EUR"))
        let price = try await ana.get(app.path("/catalog/MO-200/price?currency=USD"))
        #expect(price.json?["receipt"] == line?["receipt"], "one price everywhere")

        let here = try #require(dollars.headers[.location])
        let more = try await ana.post(here + "/lines", headers: [.ifMatch: "\"v1\""], #"{"lines": [{"sku": "MO-200", "quantity": 2}]}"#)
        #expect(more.json?["lines"]?.items?.map { $0["lineTotal"] } == [money("216.00", "USD"), money("432.00", "USD")])
        let other = try await ana.post(here + "/lines", headers: [.ifMatch: "\"v2\""], #"{"lines": [{"sku": "NB-100", "quantity": 2}]}"#)
        #expect(other.faults == ["/lines/0/sku priceOnRequest"], "nothing in dollars is agreed of it, though it has a list price in them")
        #expect(try await ana.post(here + "/reprice", headers: [.ifMatch: "\"v2\""]).json?["total"] == money("648.00", "USD"))

        let (path, _) = try await approved(try await quote(app, "USD"), app)
        let tag = try #require(try await ana.get(path).headers[.eTag])
        let ordered = try await ana.post(path + "/order", headers: [.ifMatch: tag])
        #expect(ordered.json?["total"] == money("216.00", "USD"), "\(ordered.text)")
        let kinds = ["quoteCreated", "quoteSubmitted", "orderPlaced"]
        let currencies = try await app.database.owner.query(
            Query.all(
                """
                SELECT DISTINCT e.data -> 'total' ->> 'currency' FROM events AS e
                WHERE e.kind = ANY(\(kinds)) AND e.data ->> 'number' IN (\(ordered.json?["number"]?.text), \(path.suffix(8).description))
                """
            ) { try $0.next(String.self) })
        #expect(currencies == ["USD"])
    }

    @Test func `a currency in which nothing is agreed is refused, with those that there are`() async throws {
        let app = try await open()
        let refused = try await quote(app, "CHF")
        #expect(refused.status == 422 && refused.problem == "no-contract-in-currency")
        #expect(refused.faults == ["/currency noContract"])
        #expect(refused.json?["currencies"] == .array([.string("EUR"), .string("USD")]))
        #expect(try await quote(app, "usd").faults == ["/currency notACurrency"])
    }

    @Test func `an approval rule for an amount in another currency asks for its step, whatever the total`() async throws {
        let app = try await open()
        let euros = try await app.by(app.cast.ana).post(
            try #require(try await quote(app, nil).headers[.location]) + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(euros.json?["quote"]?["state"]?.text == "approved", "below the rule's amount")
        let made = try await quote(app, "USD")
        let dollars = try await app.by(app.cast.ana).post(
            try #require(made.headers[.location]) + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(dollars.json?["quote"]?["state"]?.text == "submitted", "\(dollars.text)")
        #expect(dollars.text.contains("they cannot be compared"), "\(dollars.text)")
    }

    @Test func `a limit in another currency allows nothing, and says so`() async throws {
        let app = try await open()
        let member = try #require(app.cast.ana.membership?.id)
        let limited = try await app.by(app.cast.ada).send(
            .patch, app.path("/members/\(member)"), headers: [.ifMatch: "\"v1\""],
            json: #"{"limits": [{"act": "order", "period": "each", "limit": {"amount": "99999.00", "currency": "EUR"}}]}"#)
        #expect(limited.status == 200, "\(limited.text)")
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        let (path, _) = try await approved(try await quote(app, "USD"), app)
        let tag = try #require(try await app.by(app.cast.ana).get(path).headers[.eTag])
        let refused = try await app.by(app.cast.ana).post(path + "/order", headers: [.ifMatch: tag])
        #expect(refused.status == 403 && refused.problem == "limit-exceeded")
        #expect(refused.json?["limit"] == money("0.00", "USD"), "\(refused.text)")
    }

    @Test func `what fits is priced in the currency asked for`() async throws {
        let app = try await open()
        let fits = #"""
            {"items": [{"key": "NB-SCREENS", "for": [{"selector": "product", "value": "NB-100"}],
                        "fits": [{"selector": "product", "value": "MO-200"}, {"selector": "product", "value": "MO-210"}]}]}
            """#
        #expect(try await app.by(app.cast.stella).post("/v1/fits", fits).status == 200)
        let ana = app.by(app.cast.ana)
        let dollars = try await ana.get(app.path("/catalog/NB-100/compatible?currency=USD"))
        let items = dollars.json?["items"]?.items ?? []
        #expect(items.map { $0["price"] } == [money("216.00", "USD"), nil], "\(dollars.text)")
        let filtered = try await ana.get(app.path("/catalog/NB-100/compatible?currency=USD&minPrice=216&maxPrice=216"))
        #expect(filtered.json?["total"] == .integer(1))
        #expect(try await ana.get(app.path("/catalog/NB-100/compatible")).json?["items"]?.items?.first?["price"] == money("189.99", "EUR"))
        #expect(try await ana.get(app.path("/catalog/NB-100/compatible?currency=us")).faults == ["?currency notACurrency"])
    }

    @Test func `a configuration is shown, priced and quoted in the currency asked for, and its parts are those of that currency`()
        async throws
    {
        let app = try await open()
        let content = """
            "name": {"en": "Screen"}, "validFrom": "2026-01-01", "base": "MO-200", "slots": [
              {"name": "more", "label": {"en": "More"}, "minimum": "0", "alternatives": [{"sku": "NB-100"}]}]
            """
        let made = try await ConfigurationStoryTests.make(app, "SC-1", content)
        let (path, ana) = (try #require(made.headers[.location]), app.by(app.cast.ana))
        let shown = try await ana.get(path + "?currency=USD")
        #expect(shown.json?["price"] == money("216.00", "USD") && shown.json?["base"]?["price"] == money("216.00", "USD"), "\(shown.text)")
        let part = shown.json?["slots"]?.items?.first?["alternatives"]?.items?.first
        #expect(part?["onRequest"] == .bool(true), "nothing in dollars is agreed of it")
        let list = try await ana.get(app.path("/standard-configurations?currency=USD"))
        #expect(list.json?["items"]?.items?.first?["price"] == money("216.00", "USD"))
        let price = try await ana.post(path + "/price", #"{"currency": "USD", "quantity": 3}"#)
        #expect(price.json?["total"] == money("648.00", "USD"))
        let lines = #""lines": [{"configuration": "SC-1", "quantity": 3}], "currency": "USD""#
        #expect(try await ana.post(app.path("/prices"), "{\(lines)}").json?["items"]?.items?.first == price.json)
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Q", \#(lines)}"#)
        #expect(quote.json?["total"] == money("648.00", "USD"), "\(quote.text)")
        #expect(quote.json?["lines"]?.items?.first?["receipt"] == price.json?["receipt"])
    }
}
