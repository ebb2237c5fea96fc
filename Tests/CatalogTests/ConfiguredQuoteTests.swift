import Accounts
import Approvals
import Catalog
import Foundation
import HTTPTypes
import Kernel
import Orders
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing
import Web

/// Configured lines in quotes, beside others and against others.
@Suite(.database) struct ConfiguredQuoteTests {
    /// A price as text, in whatever place.
    private func amount(_ value: JSONValue?) -> String? { value?["amount"]?.text }

    @Test(arguments: 1...4) func `parts cost in a configuration, priced, quoted and ordered, what they cost as lines`(_ round: Int)
        async throws
    {
        let seed = UInt64.random(in: .min ... .max)
        let comment: Comment = "seed \(seed)"
        var random = SeededRandom(seed: seed)
        let app = try await TestApp.open()
        let configured = ConfiguredMarket(&random, in: Cast.currency, fromNearestTo: 1)
        let market = configured.market
        try await market.open(in: app)
        let slots = configured.configuration.content.slots.map { slot in
            let alternatives = slot.alternatives.map { #"{"sku": "\#($0.sku)", "maximum": "9"}"# }.joined(separator: ",")
            return #"{"name": "\#(slot.name)", "label": {"en": "S"}, "minimum": "0", "maximum": "99", "alternatives": [\#(alternatives)]}"#
        }
        let content = """
            "name": {"en": "Any"}, "validFrom": "2026-01-01", "base": "\(market.products[0].sku)",
            "slots": [\(slots.joined(separator: ","))]
            """
        let made = try await ConfigurationStoryTests.make(app, "SC-1", content)
        let path = try #require(made.headers[.location], "\(made.text), \(comment)")
        let ana = app.by(app.cast.ana)
        for _ in 1...8 {
            let chosen = configured.configuration.content.slots.compactMap { slot in
                random.chance(70)
                    ? (slot.name, slot.alternatives.randomElement(using: &random)!.sku, Int.random(in: 1...4, using: &random)) : nil
            }
            let sets = Int.random(in: 1...6, using: &random)
            let selection = chosen.map { #"{"slot": "\#($0)", "sku": "\#($1)", "quantity": \#($2)}"# }.joined(separator: ",")
            let price = try await ana.post(path + "/price", #"{"selection": [\#(selection)], "quantity": \#(sets)}"#)
            let lines = [(market.products[0].sku, sets)] + chosen.map { ($0.1, $0.2 * sets) }
            let body = lines.map { #"{"sku": "\#($0)", "quantity": \#($1)}"# }.joined(separator: ",")
            let alone = try await ana.post(app.path("/prices"), #"{"lines": [\#(body)]}"#)
            guard price.status == 200, price.json?["onRequest"] == .bool(false) else {
                let isRequested = alone.json?["items"]?.items?.contains { $0["onRequest"] == .bool(true) } ?? false
                #expect(alone.status == 422 || isRequested, "\(price.text), \(comment)")
                continue
            }
            let items = try #require(alone.json?["items"]?.items, "\(alone.text), \(comment)")
            let parts = price.json?["receipt"]?["parts"]?.items ?? []
            #expect(parts.map { $0["receipt"] } == items.map { $0["receipt"] }, comment)
            guard price.json?["quantityRule"] == nil else { continue }
            let quote = try await ana.post(
                app.path("/quotes"),
                #"{"name": "Q", "lines": [{"configuration": "SC-1", "selection": [\#(selection)], "quantity": \#(sets)}]}"#)
            let line = try #require(quote.json?["lines"]?.items?.first, "\(quote.text), \(comment)")
            #expect(line["receipt"] == price.json?["receipt"] && line["unitPrice"] == price.json?["unitPrice"], comment)
            try await order(quote, in: app, comment)
        }
    }

    /// Submits and orders it; the order has the quote's very lines.
    private func order(_ quote: RouterAnswer, in app: TestApp, _ comment: Comment) async throws {
        let desk = Desk(app)
        let id = try #require(quote.json?["id"]?.text.flatMap { QuoteID($0) })
        let (ana, omar) = (try await app.caller(app.cast.ana), try await app.caller(app.cast.omar))
        let draft = try await ReadQuotes(database: app.database.service, world: app.world).one(.id(id), by: ana)
        let submitted = try await desk.submitted(draft, by: ana)
        if submitted.plan.state != .approved { _ = try await desk.decided(submitted.plan, .approve, by: omar) }
        let order = try await desk.ordered(try await desk.current(draft), by: ana)
        let read = try await app.by(app.cast.ana).get(app.path("/orders/\(order.number)"))
        let (before, after) = (quote.json?["lines"]?.items ?? [], read.json?["lines"]?.items ?? [])
        for name in ["sku", "quantity", "unitPrice", "lineTotal", "configuration", "receipt", "receiptDigest"] {
            #expect(before.map { $0[name] } == after.map { $0[name] }, comment)
        }
        for receipt in try SealedReceiptRepresentation.all(in: read.body) { try receipt.verify() }
    }

    /// 10 % off notebooks, 20 % from ten on, all lines together.
    private func openCumulative() async throws -> TestApp {
        let app = try await TestApp.open()
        let deal = Market.Deal(
            contract: Market.contract(1, currency: Cast.currency),
            rules: [
                PriceRule(
                    position: 1, kind: .discount, selector: .category(prefix: "43211503"), priority: 0, isCumulative: true,
                    tiers: [("0", "10"), ("10", "20")].map { .init(from: Quantity($0)!, value: .discount(Percentage($1)!)) })
            ],
            assortment: [AssortmentRule(effect: .include, selector: .everything)],
            quantities: [QuantityRule(selector: .product(sku: "NB-100"), maximum: Quantity(20))])
        try await app.database.owner.query(
            Query<Void>("UPDATE contract_versions SET valid_to = valid_from WHERE account_id = \(app.cast.acme.id)"))
        try await deal.publish(in: app, unit: app.cast.root)
        return app
    }

    @Test func `parts count with other lines for a volume step, and are moved by them`() async throws {
        let app = try await openCumulative()
        let ana = app.by(app.cast.ana)
        let content = """
            "name": {"en": "Pair"}, "validFrom": "2026-01-01", "base": "NB-100", "slots": [
              {"name": "second", "label": {"en": "Second"}, "default": "NB-110", "alternatives": [{"sku": "NB-110"}]}]
            """
        #expect(try await ConfigurationStoryTests.make(app, "SC-1", content).status == 201)
        // Four notebooks: 1199.00 and 1349.00 less 10 %.
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Q", "lines": [{"configuration": "SC-1", "quantity": 2}]}"#)
        let here = try #require(quote.headers[.location], "\(quote.text)")
        #expect(amount(quote.json?["lines"]?.items?.first?["unitPrice"]) == "2293.20")
        let more = try await ana.post(here + "/lines", headers: [.ifMatch: "\"v1\""], #"{"lines": [{"sku": "NB-120", "quantity": 6}]}"#)
        #expect(more.json?["lines"]?.items?.map { amount($0["unitPrice"]) } == ["2038.40", "1199.20"], "ten together: 20 %")
        let counted = more.json?["lines"]?.items?.first?["receipt"]?["parts"]?.items?.map { $0["receipt"]?["rule"]?["cumulativeQuantity"] }
        #expect(counted == [.string("10"), .string("10")])
        for receipt in try SealedReceiptRepresentation.all(in: more.body) { try receipt.verify() }
        let less = try await ana.send(.delete, here + "/lines/2", headers: [.ifMatch: "\"v2\""])
        #expect(less.json?["lines"]?.items?.map { amount($0["unitPrice"]) } == ["2293.20"])
        let many = try await ana.send(.patch, here + "/lines/1", headers: [.ifMatch: "\"v3\""], json: #"{"quantity": 21}"#)
        #expect(many.faults == ["/quantity aboveMaximum"], "the contract's rule for the base counts sets")
    }

    @Test func `a fixed set counts for the volume of others too`() async throws {
        let app = try await openCumulative()
        let content = """
            "name": {"en": "Pair"}, "validFrom": "2026-01-01", "base": "NB-100", "slots": [],
            "pricing": {"kind": "fixed", "prices": [{"amount": "1000.00", "currency": "EUR"}]}
            """
        #expect(try await ConfigurationStoryTests.make(app, "SC-1", content).status == 201)
        let quote = try await app.by(app.cast.ana).post(
            app.path("/quotes"),
            #"{"name": "Q", "lines": [{"configuration": "SC-1", "quantity": 4}, {"sku": "NB-120", "quantity": 6}]}"#)
        #expect(quote.json?["lines"]?.items?.map { amount($0["unitPrice"]) } == ["1000.00", "1199.20"], "\(quote.text)")
    }

    @Test func `another account's configuration, or unit's, is one that there is not`() async throws {
        let app = try await TestApp.open()
        let made = try await ConfigurationStoryTests.make(app)
        let id = try #require(made.json?["id"]?.text)
        let ravi = app.by(app.cast.ravi)
        func rivals(_ path: String) -> String { app.path(path, in: app.cast.rival) }
        for key in [id, "SC-000001"] {
            #expect(try await ravi.get(rivals("/standard-configurations/\(key)")).status == 404)
            #expect(try await ravi.post(rivals("/standard-configurations/\(key)/price"), "{}").status == 404)
        }
        #expect(try await ravi.get(rivals("/standard-configurations")).json?["items"] == .array([]))
        let nobodys = Holders.body("0197737c-5e00-7a10-8c55-0a1b2c3d4e5f")
        let refused = try await ravi.post(rivals("/quotes"), nobodys)
        let theirs = try await ravi.post(rivals("/quotes"), Holders.body(id))
        #expect(refused.faults == ["/lines/0/configuration unknownConfiguration"] && theirs.faults == refused.faults)
        // Engineering's is not the root's.
        #expect(try await app.by(app.cast.rita).get(app.path("/standard-configurations/\(id)")).status == 404)
        let below = try await app.by(app.cast.rita).get(app.path("/standard-configurations/\(id)?unit=\(app.cast.engineering.id)"))
        #expect(below.status == 200)
    }

    private enum Holders {
        static func body(_ id: String) -> String { #"{"name": "Q", "lines": [{"configuration": "\#(id)", "quantity": 1}]}"# }
    }

    @Test func `of many who publish the next version at once one does, and a number is taken once`() async throws {
        let app = try await TestApp.open()
        let path = try #require(try await ConfigurationStoryTests.make(app).headers[.location])
        let published = await race(
            (1...6).map { index in
                { @Sendable in
                    let body = "{\(ConfigurationStoryTests.content.replacing("2026-01-01", with: "2026-07-0\(index)"))}"
                    return try await app.by(app.cast.rita).post(path + "/versions", headers: [.ifMatch: "\"v1\""], body).status
                }
            })
        let statuses = try published.map { try $0.get() }
        #expect(statuses.count { $0 == 200 } == 1 && statuses.count { $0 == 412 } == 5, "\(statuses)")
        let numbers = await race((1...6).map { _ in { @Sendable in try await ConfigurationStoryTests.make(app, "SC-7").status } })
        let taken = try numbers.map { try $0.get() }
        #expect(taken.count { $0 == 201 } == 1 && taken.count { $0 == 409 } == 5, "\(taken)")
        let events = try await Desk(app).eventKinds().count { $0 == "configurationPublished" }
        #expect(events == 3)
    }

    @Test func `nobody of the customer writes a configuration, and nobody at all changes a version`() async throws {
        let app = try await TestApp.open()
        let path = try #require(try await ConfigurationStoryTests.make(app).headers[.location])
        for person in app.cast.members.values {
            let client = app.by(person)
            let body = #"{"number": "X", "unit": "\#(app.cast.engineering.id)", \#(ConfigurationStoryTests.content)}"#
            #expect(try await client.post(app.path("/standard-configurations"), body).status == 403)
            #expect(try await client.get(path + "/versions").status == 403)
            let version = "{\(ConfigurationStoryTests.content)}"
            #expect(try await client.post(path + "/versions", headers: [.ifMatch: "\"v1\""], version).status == 403)
            #expect(try await client.post(path + "/end", headers: [.ifMatch: "\"v1\""], #"{"on": "2026-06-15"}"#).status == 403)
        }
        let caller = try await app.caller(app.cast.rita)
        let forbidden: [Query<Void>] = [
            Query("UPDATE standard_configuration_versions SET valid_to = NULL WHERE account_id = \(app.cast.acme.id)"),
            Query("DELETE FROM standard_configuration_versions WHERE account_id = \(app.cast.acme.id)"),
            Query("DELETE FROM standard_configurations WHERE account_id = \(app.cast.acme.id)"),
            Query("UPDATE standard_configurations SET number = 'X' WHERE account_id = \(app.cast.acme.id)"),
        ]
        for statement in forbidden {
            await #expect(throws: PostgresError.self) { try await app.write(as: caller) { try await $0.run(statement) } }
        }
    }

    @Test func `what is wrong with a configuration is told at once, and nothing is kept`() async throws {
        let app = try await TestApp.open()
        let before = try await app.database.contents()
        let faulty = ConfigurationStoryTests.content.replacing("\"NB-100\"", with: "\"NB-999\"").replacing(
            "\"default\": \"SV-300\", ", with: ""
        )
        .replacing("\"part\": \"SV-310\"", with: "\"part\": \"SV-311\"")
        let made = try await ConfigurationStoryTests.make(app, "SC-1", faulty)
        #expect(made.status == 422 && made.problem == "configuration-faulty")
        #expect(Set(made.faults) == ["/base unknownProduct", "/slots/1/default required", "/rules/0/part notAPart"])
        #expect(try await app.database.contents() == before)
    }
}
