import Accounts
@testable import Catalog
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Quotes
import Testing
import Web

/// Which open quotes a contract's next version makes a difference to: those that the price function says it does, and no others.
@Suite(.database) struct TouchedQuoteTests {
    /// - Parameters:
    ///   - notebook: what NB-100 costs.
    ///   - rule: instead of that price.
    ///   - more: further members of the draft.
    private func draft(
        _ notebook: String = "900.00", from day: String = "2026-01-01", without sku: String? = nil, payment: String = "60 days",
        rule: String? = nil, replacing versions: String = "1", more: String = ""
    ) -> String {
        let price = #"[{"from": "0", "price": {"amount": "\#(notebook)", "currency": "EUR"}}]"#
        let fixed = #"{"kind": "fixed", "selector": "product", "value": "NB-100", "tiers": \#(price)}"#
        let excluded = sku.map { #", {"effect": "exclude", "selector": "product", "value": "\#($0)"}"# } ?? ""
        return """
            {"validFrom": "\(day)", "replaces": [\(versions)], "terms": {"payment": "\(payment)"},
             "assortment": [{"effect": "include", "selector": "category", "value": "43000000"}\(excluded)],
             "rules": [\(rule ?? fixed)]\(more)}
            """
    }

    /// Rita's contract for engineering with one version, and ana's quotes under it: one of a notebook, one of a screen.
    private struct Scene {
        let app: TestApp
        let path: String
        let notebook: String
        let screen: String
        var rita: RouterClient { app.by(app.cast.rita) }
        var ana: RouterClient { app.by(app.cast.ana) }

        /// Puts the draft there and tells the check's touches.
        func check(_ draft: String) async throws -> JSONValue {
            let tag = try #require(try await rita.get(path).headers[.eTag])
            let written = try await rita.send(.put, path + "/draft", headers: [.ifMatch: tag], json: "{\"draft\": \(draft)}")
            #expect(written.status == 200, "\(written.text)")
            let verdict = try await rita.get(path + "/check")
            #expect(verdict.json?["publishable"] == .bool(true), "\(verdict.text)")
            return try #require(verdict.json)
        }

        func publish() async throws -> JSONValue {
            let tag = try #require(try await rita.get(path).headers[.eTag])
            let published = try await rita.post(path + "/publish", headers: [.ifMatch: tag])
            #expect(published.status == 200, "\(published.text)")
            return try #require(published.json)
        }
    }

    private func scene() async throws -> Scene {
        let app = try await TestApp.open()
        let first = draft().replacing(#""replaces": [1], "#, with: "")
        let made = try await app.by(app.cast.rita).post(
            app.path("/contracts"),
            #"{"number": "C-2", "name": "Notebooks", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(first)}"#)
        let path = try #require(made.headers[.location])
        #expect(try await app.by(app.cast.rita).post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        func quote(_ lines: String) async throws -> String {
            let quote = try await app.by(app.cast.ana).post(app.path("/quotes"), #"{"name": "Open", "lines": \#(lines)}"#)
            return try #require(quote.json?["number"]?.text)
        }
        return Scene(
            app: app, path: path, notebook: try await quote(#"[{"sku": "MO-210", "quantity": 1}, {"sku": "NB-100", "quantity": 2}]"#),
            screen: try await quote(#"[{"sku": "MO-200", "quantity": 1}]"#))
    }

    private func numbers(_ json: JSONValue) -> [String?] { (json["touches"]?.items ?? []).map { $0["number"]?.text } }

    @Test func `a correction names the quotes whose prices it changes, line by line, before and after, and no others`() async throws {
        let scene = try await scene()
        for answer in [try await scene.check(draft("800.00")), try await scene.publish()] {
            #expect(numbers(answer) == [scene.notebook])
            #expect(answer["touchesOn"]?.text == "2026-06-15")
            #expect(answer["touchesTruncated"] == .bool(false))
            let lines = answer["touches"]?.items?.first?["lines"]?.items ?? []
            #expect(lines.map { $0["position"] } == [.integer(2)])
            #expect(lines.map { $0["sku"]?.text } == ["NB-100"])
            #expect(lines.map { $0["heldPrice"]?["amount"]?.text } == ["900.00"])
            #expect(lines.map { $0["from"]?["amount"]?.text } == ["900.00"])
            #expect(lines.map { $0["to"]?["amount"]?.text } == ["800.00"])
            #expect(lines.map { $0["changes"] } == [.array([.string("price")])])
        }
        let price = try await scene.ana.get(scene.app.path("/catalog/NB-100/price?quantity=2"))
        #expect(price.json?["unitPrice"]?["amount"]?.text == "800.00", "as it was said")
        let back = try await scene.check(draft("900.00", replacing: "1, 2"))
        #expect(numbers(back) == [scene.notebook], "what counts is what the version changes, not what is held")
    }

    @Test func `a version that says the same, or holds on no day to come, touches nothing`() async throws {
        let scene = try await scene()
        #expect(try await numbers(scene.check(draft())) == [])
        #expect(try await numbers(scene.check(draft("1.00", more: #", "validTo": "2026-06-14""#))) == [])
        let tag = try #require(try await scene.rita.get(scene.path).headers[.eTag])
        _ = try await scene.rita.post(scene.path + "/terminate", headers: [.ifMatch: tag], #"{"on": "2026-06-30"}"#)
        let verdict = try await scene.check(draft("1.00", from: "2026-06-30"))
        #expect(numbers(verdict) == [scene.notebook])
        #expect(verdict["touchesOn"]?.text == "2026-06-30", "prices of its first day are compared")
    }

    @Test func `a correction of days that are over names the quotes whose prices are of those days`() async throws {
        let scene = try await scene()
        // As it would be of one that was made yesterday.
        try await scene.app.database.owner.query(
            Query<Void>("UPDATE quote_lines SET receipt = replace(receipt::text, '2026-06-15', '2026-06-14')::json"))
        let later = try await scene.ana.post(
            scene.app.path("/quotes"), #"{"name": "Later", "lines": [{"sku": "NB-100", "quantity": 2}]}"#)
        #expect(later.status == 201)
        let past = #", "validTo": "2026-06-14""#
        let answer = try await scene.check(draft("800.00", more: past))
        #expect(numbers(answer) == [scene.notebook], "not the one of today, nor the screen")
        #expect(answer["touchesOn"]?.text == "2026-06-15")
        let lines = answer["touches"]?.items?.first?["lines"]?.items ?? []
        #expect(lines.map { $0["on"]?.text } == ["2026-06-14"])
        #expect(lines.map { $0["from"]?["amount"]?.text } == ["900.00"] && lines.map { $0["to"]?["amount"]?.text } == ["800.00"])
        #expect(try await numbers(scene.check(draft("900.00", more: past))) == [], "it says the same of those days")
        let open = try await scene.check(draft("800.00"))
        #expect(numbers(open) == [later.json?["number"]?.text, scene.notebook])
        let days = open["touches"]?.items?.flatMap { $0["lines"]?.items ?? [] }.map { $0["on"]?.text }
        #expect(days == ["2026-06-15", "2026-06-15"], "what counts today comes first")
    }

    @Test func `what leaves the assortment, a quantity that is refused and other terms are told too`() async throws {
        let scene = try await scene()
        let gone = try await scene.check(draft(without: "NB-100"))
        // The account's own contract still has it, at a price of its own.
        #expect(gone["touches"]?.items?.first?["lines"]?.items?.first?["to"]?["amount"]?.text == "1040.00")
        let few = try await scene.check(
            draft(more: #", "quantityRules": [{"selector": "product", "value": "NB-100", "minimum": "5"}]"#))
        #expect(numbers(few) == [scene.notebook])
        #expect(few["touches"]?.items?.first?["lines"]?.items?.first?["changes"] == .array([.string("quantity")]))
        let terms = try await scene.check(draft(payment: "10 days"))
        #expect(numbers(terms) == [scene.notebook], "the screen has its price from the account's own contract")
        #expect(terms["touches"]?.items?.first?["lines"]?.items?.first?["changes"] == .array([.string("terms")]))

        try await scene.app.database.owner.query(Query<Void>("UPDATE contracts SET ended_on = '2026-06-01' WHERE number <> 'C-2'"))
        let nowhere = try await scene.check(draft(without: "NB-100"))
        let line = nowhere["touches"]?.items?.first?["lines"]?.items?.first
        #expect(line?["changes"] == .array([.string("availability")]))
        #expect(line?["from"] != nil && line?["to"] == nil)
    }

    @Test func `lines of one quote count together, as the quote would have them`() async throws {
        let scene = try await scene()
        let together = """
            {"kind": "discount", "selector": "everything", "cumulative": true,
             "tiers": [{"from": "0", "percent": "0"}, {"from": "3", "percent": "10"}]}
            """
        let verdict = try await scene.check(draft(rule: together))
        #expect(numbers(verdict) == [scene.screen, scene.notebook], "the newest first")
        let lines = verdict["touches"]?.items?.last?["lines"]?.items ?? []
        #expect(lines.map { $0["to"]?["amount"]?.text } == ["296.10", "1079.10"], "three together reach the step that neither does alone")
    }

    @Test func `no more lines are compared than the limit says, whole quotes, and that is told`() async throws {
        let scene = try await scene()
        _ = try await scene.check(draft("800.00"))
        let (app, caller) = (scene.app, try await scene.app.caller(scene.app.cast.rita))
        func verdict(_ limit: Int) async throws -> TouchedQuotes {
            let touched = FindTouchedQuotes(
                priceLists: LoadPriceList(), aspect: ContractQuoteQueries.aspect, world: app.world, limit: limit)
            let read = ReadContracts(database: app.database.service, touched: touched, world: app.world)
            return try await read.verdict(on: .number("C-2"), by: caller).touches
        }
        let whole = try await verdict(3)
        #expect(whole.quotes.map(\.number.description) == [scene.notebook] && !whole.isTruncated)
        let part = try await verdict(2)
        #expect(part.quotes.isEmpty && part.isTruncated, "the notebook's quote is the older one, and only half of it fitted")
    }
}
