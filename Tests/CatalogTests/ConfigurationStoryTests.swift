import Accounts
import Catalog
import HTTPTypes
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// A standard configuration as the account manager writes it and a buyer orders it. Engineering pays 1040.00 for the base, 999.50 from ten
/// on; 189.99 for MO-200, 287.875 for MO-210, 118.68 for SV-300 and 183.08 for SV-310. NB-190 is outside its assortment, SV-360 on request.
@Suite(.database) struct ConfigurationStoryTests {
    static let content = """
        "name": {"en": "Engineer's desk", "zh-CN": "工程师办公桌"}, "validFrom": "2026-01-01", "base": "NB-100",
        "slots": [
          {"name": "screen", "label": {"en": "Screens"}, "minimum": "0", "maximum": "2", "default": "MO-200", "alternatives": [
            {"sku": "MO-200", "maximum": "2"}, {"sku": "MO-210", "minimum": "1", "maximum": "2"}, {"sku": "NB-190"}]},
          {"name": "service", "label": {"en": "Service", "zh-CN": "服务"}, "default": "SV-300", "alternatives": [
            {"sku": "SV-300"}, {"sku": "SV-310"}, {"sku": "SV-360"}]}],
        "rules": [
          {"kind": "requires", "part": "SV-310", "parts": ["MO-210", "NB-190"]},
          {"kind": "excludes", "part": "SV-360", "parts": ["MO-210"]},
          {"kind": "atMost", "parts": ["MO-210"], "limit": "1"}]
        """

    static func make(_ app: TestApp, _ number: String = "SC-000001", _ content: String = content) async throws -> RouterAnswer {
        try await app.by(app.cast.rita).post(
            app.path("/standard-configurations"), #"{"number": "\#(number)", "unit": "\#(app.cast.engineering.id)", \#(content)}"#)
    }

    private func verify(_ answer: RouterAnswer, _ count: Int, at location: SourceLocation = #_sourceLocation) throws {
        let receipts = try SealedReceiptRepresentation.all(in: answer.body)
        #expect(receipts.count == count, sourceLocation: location)
        for receipt in receipts { #expect(throws: Never.self, sourceLocation: location) { try receipt.verify() } }
    }

    @Test func `written by the account manager, read, priced, quoted, approved and ordered`() async throws {
        let app = try await TestApp.open()
        let (ana, omar) = (app.by(app.cast.ana), app.by(app.cast.omar))
        let made = try await Self.make(app)
        #expect(made.status == 201, "\(made.text)")
        let path = try #require(made.headers[.location])

        let list = try await ana.get(app.path("/standard-configurations"))
        let item = try #require(list.json?["items"]?.items?.first)
        #expect(item["number"]?.text == "SC-000001" && item["availability"]?.text == "available")
        #expect(item["price"]?["amount"]?.text == "1348.67")
        let shown = try await ana.get(path)
        #expect(shown.json?["slots"]?.items?.map { $0["alternatives"]?.items?.count } == [2, 3])
        #expect(!shown.text.contains("NB-190") && !list.text.contains("NB-190"), "outside the assortment")
        let parts = shown.json?["slots"]?.items?.flatMap { $0["alternatives"]?.items ?? [] } ?? []
        for part in parts {
            let price = try await ana.get(app.path("/catalog/\(part["sku"]?.text ?? "")/price"))
            #expect(price.json?["unitPrice"] == part["price"], "one price everywhere")
            #expect(price.json?["onRequest"] == part["onRequest"])
        }
        let chinese = try await ana.get(path, headers: [.acceptLanguage: "zh-CN"])
        #expect(chinese.json?["name"]?.text == "工程师办公桌" && chinese.json?["slots"]?.items?.last?["label"]?.text == "服务")

        let usual = try await ana.post(path + "/price", "{}")
        #expect(usual.json?["unitPrice"]?["amount"]?.text == "1348.67")
        try verify(usual, 1)
        let asked = #""selection": [{"slot": "screen", "sku": "MO-210"}, {"slot": "service", "sku": "SV-310"}], "quantity": "3""#
        let price = try await ana.post(path + "/price", "{\(asked)}")
        #expect(price.json?["unitPrice"]?["amount"]?.text == "1510.955")
        #expect(price.json?["total"]?["amount"]?.text == "4532.87", "rounded once, half away from zero")
        try verify(price, 1)

        let quote = try await ana.post(
            app.path("/quotes"),
            #"{"name": "Desks", "lines": [{"configuration": "SC-000001", \#(asked)}, {"sku": "MO-200", "quantity": 1}]}"#)
        #expect(quote.status == 201, "\(quote.text)")
        let line = try #require(quote.json?["lines"]?.items?.first)
        #expect(line["sku"]?.text == "NB-100" && line["lineTotal"]?["amount"]?.text == "4532.87")
        #expect(line["configuration"] == price.json?["configuration"] && line["receipt"] == price.json?["receipt"])
        #expect(line["configuration"]?["parts"]?.items?.map { $0["sku"]?.text } == ["MO-210", "SV-310"])
        try verify(quote, 2)
        let here = try #require(quote.headers[.location])
        let submitted = try await ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.status == 200, "\(submitted.text)")
        let plan = try #require(submitted.json?["approval"])
        let page = try await omar.get(app.path("/approvals/\(plan["id"]?.text ?? "")"))
        #expect(page.text.contains("SV-310") && page.text.contains("MO-210"), "the approver sees the parts")
        let decision = #"{"decision": "approve", "digest": "\#(plan["digest"]?.text ?? "")"}"#
        #expect(try await omar.post(app.path("/approvals/\(plan["id"]?.text ?? "")/decisions"), decision).status == 200)
        let version = try await ana.get(here).headers[.eTag] ?? ""
        let order = try await ana.post(here + "/order", headers: [.ifMatch: version])
        #expect(order.status == 201, "\(order.text)")
        #expect(order.json?["lines"]?.items?.first?["configuration"] == line["configuration"], "the order carries the parts")
        #expect(order.json?["total"] == quote.json?["total"])
        try verify(order, 2)
        let again = try await ana.get(app.path("/orders/\(order.json?["number"]?.text ?? "")"))
        #expect(again.json?["lines"] == order.json?["lines"])
    }

    @Test func `every violation is named at once, at its place, alike when priced and when put into a quote`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let path = try #require(try await Self.make(app).headers[.location])
        let cases: [(selection: String, faults: Set<String>)] = [
            (
                #"[{"slot": "screen", "sku": "MO-200", "quantity": "3"}, {"slot": "screen", "sku": "NB-190"}, {"slot": "dock"}]"#,
                ["/0/quantity aboveMaximum", "/1/sku notAnAlternative", "/2/slot unknownSlot"]
            ),
            (#"[{"slot": "screen", "sku": "NB-999"}, {"slot": "service"}]"#, ["/0/sku notAnAlternative", "/1 slotBelowMinimum"]),
            (
                #"[{"slot": "screen", "sku": "MO-200", "quantity": "2"}, {"slot": "screen", "sku": "MO-210", "quantity": "2"}]"#,
                ["/0 slotAboveMaximum", "/1 tooManyTogether"]
            ),
            (#"[{"slot": "service", "sku": "SV-310"}]"#, ["/0 partRequired"]),
            (
                #"[{"slot": "service", "sku": "SV-360"}, {"slot": "screen", "sku": "MO-210", "quantity": "1.5"}]"#,
                ["/0 partsExcluded", "/1/quantity notAMultiple", "/1 tooManyTogether"]
            ),
            (#"[{"slot": "screen", "sku": "MO-200"}, {"slot": "screen", "sku": "MO-200"}]"#, ["/1 twice"]),
        ]
        for (selection, faults) in cases {
            let price = try await ana.post(path + "/price", #"{"selection": \#(selection)}"#)
            #expect(price.status == 422 && price.problem == "configuration-selection", "\(price.text)")
            #expect(Set(price.faults) == Set(faults.map { "/selection" + $0 }), "\(selection)")
            #expect(!price.text.contains("NB-190"), "what is outside the assortment is not named")
        }
        let lines = cases.map { #"{"configuration": "SC-000001", "selection": \#($0.selection), "quantity": 1}"# }
        let others = [
            #"{"configuration": "SC-9", "quantity": 1}"#, #"{"configuration": "SC-000001", "quantity": "1.5"}"#,
            #"{"configuration": "SC-000001", "selection": [{"slot": "service", "sku": "SV-360"}], "quantity": 1}"#,
        ]
        let before = try await app.database.contents()
        let body = #"{"name": "Wrong", "lines": [\#((lines + others).joined(separator: ","))]}"#
        let quote = try await ana.post(app.path("/quotes"), body)
        #expect(quote.status == 422)
        let expected = cases.enumerated().flatMap { index, one in one.faults.map { "/lines/\(index)/selection\($0)" } }
        #expect(
            Set(quote.faults)
                == Set(
                    expected + [
                        "/lines/6/configuration unknownConfiguration", "/lines/7/quantity notAMultiple",
                        "/lines/8/configuration priceOnRequest",
                    ]))
        #expect(try await app.database.contents() == before)
        let onRequest = try await ana.post(path + "/price", #"{"selection": [{"slot": "service", "sku": "SV-360"}]}"#)
        #expect(onRequest.json?["onRequest"] == .bool(true) && onRequest.json?["unpriced"] == .array([.string("SV-360")]))
    }

    @Test func `a line keeps its parts with another quantity, and takes others with a selection`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        _ = try await Self.make(app)
        let quote = try await ana.post(
            app.path("/quotes"),
            #"""
            {"name": "Desks", "lines": [{"configuration": "SC-000001", "quantity": 2,
             "selection": [{"slot": "screen", "sku": "MO-210"}]}, {"sku": "NB-100", "quantity": 1}]}
            """#)
        let here = try #require(quote.headers[.location])
        func change(_ line: Int, _ body: String, _ version: Int) async throws -> RouterAnswer {
            try await ana.send(.patch, here + "/lines/\(line)", headers: [.ifMatch: "\"v\(version)\""], json: body)
        }
        func parts(_ answer: RouterAnswer) -> [String?] {
            answer.json?["lines"]?.items?.first?["configuration"]?["parts"]?.items?.map { $0["sku"]?.text } ?? []
        }
        let more = try await change(1, #"{"quantity": "10"}"#, 1)
        #expect(parts(more) == ["MO-210", "SV-300"])
        #expect(more.json?["lines"]?.items?.first?["unitPrice"]?["amount"]?.text == "1406.055", "the base costs 999.50 from ten on")
        let bare = try await change(1, #"{"quantity": "10", "selection": [{"slot": "screen"}]}"#, 2)
        #expect(parts(bare) == ["SV-300"])
        let wrong = try await change(1, #"{"quantity": "10", "selection": [{"slot": "screen", "sku": "NB-190"}]}"#, 3)
        #expect(wrong.faults == ["/selection/0/sku notAnAlternative"])
        #expect(try await change(2, #"{"quantity": "10", "selection": []}"#, 3).faults == ["/selection notConfigured"])
        #expect(try await change(1, #"{"quantity": "10"}"#, 3).json?["version"] == .integer(3), "nothing was changed")
        let event = try await app.database.owner.query(
            Query<String>.one("SELECT data::text FROM events WHERE kind = 'quoteChanged' ORDER BY sequence DESC LIMIT 1") {
                try $0.next(String.self)
            })
        #expect(event.contains("MO-210"), "the ledger says which parts there were")
    }

    @Test func `another version counts from its first day, a held line stays as it is, and an ended one is gone`() async throws {
        let app = try await TestApp.open()
        var (ana, rita) = (app.by(app.cast.ana), app.by(app.cast.rita))
        let path = try #require(try await Self.make(app).headers[.location])
        let body = #"{"name": "Held", "lines": [{"configuration": "SC-000001", "quantity": 1}]}"#
        let here = try #require(try await ana.post(app.path("/quotes"), body).headers[.location])
        func version(_ content: String, _ revision: Int, by rita: RouterClient) async throws -> RouterAnswer {
            try await rita.post(path + "/versions", headers: [.ifMatch: "\"v\(revision)\""], "{\(content)}")
        }
        let later = Self.content.replacing("2026-01-01", with: "2026-06-16").replacing("SV-300", with: "SV-320")
        #expect(try await version(later, 1, by: rita).status == 200)
        #expect(try await version(later, 1, by: rita).status == 412)
        #expect(try await ana.get(path).json?["version"] == .integer(1), "not yet")
        app.clock.advance(by: .seconds(86_400))
        (ana, rita) = (try await signIn(app.cast.ana, app), try await signIn(app.cast.rita, app))
        let shown = try await ana.get(path)
        #expect(shown.json?["version"] == .integer(2) && shown.json?["price"]?["amount"]?.text != "1348.67")
        let refused = try await ana.post(here + "/reprice", headers: [.ifMatch: "\"v1\""])
        #expect(refused.faults == ["/lines/0/configuration/parts/1/sku notAnAlternative"], "\(refused.text)")
        let versions = try await rita.get(path + "/versions")
        #expect(versions.json?["versions"]?.items?.map { $0["version"] } == [.integer(2), .integer(1)])
        #expect(versions.headers[.eTag] == "\"v2\"")

        let ended = try await rita.post(path + "/end", headers: [.ifMatch: "\"v2\""], #"{"on": "2026-06-15"}"#)
        #expect(ended.json?["endsOn"]?.text == "2026-06-15")
        #expect(try await ana.get(path).status == 404)
        #expect(try await ana.get(app.path("/standard-configurations")).json?["items"] == .array([]))
        #expect(try await ana.post(app.path("/quotes"), body).faults == ["/lines/0/configuration unknownConfiguration"])
        #expect(try await version(Self.content, 3, by: rita).problem == "configuration-ended")
        let submitted = try await ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.status == 200, "the price is held, and so are the parts: \(submitted.text)")
        let kinds = try await Desk(app).eventKinds().filter { $0.hasPrefix("configuration") }
        #expect(kinds == ["configurationPublished", "configurationPublished", "configurationEnded"])
    }

    /// A session lasts half a day.
    private func signIn(_ person: CastPerson, _ app: TestApp) async throws -> RouterClient {
        let answer = try await app.client.post("/v1/sessions", #"{"email": "\#(person.email)", "password": "\#(Cast.password)"}"#)
        return app.client.bearing(try #require(answer.json?["token"]?.text))
    }

    @Test func `what it is built on, or all for a slot, outside the assortment is said, and nothing of it named`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let hidden = Self.content.replacing(#""base": "NB-100""#, with: #""base": "NB-190""#).replacing(#", {"sku": "NB-190"}"#, with: "")
            .replacing(#", "NB-190""#, with: "")
        let path = try #require(try await Self.make(app, "SC-1", hidden).headers[.location])
        let shown = try await ana.get(path)
        #expect(shown.json?["availability"]?.text == "notAvailable" && shown.json?["slots"] == .array([]))
        #expect(!shown.text.contains("NB-190") && !shown.text.contains("Arcade"))
        #expect(try await ana.post(path + "/price", "{}").problem == "configuration-not-available")
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "A", "lines": [{"configuration": "SC-1", "quantity": 1}]}"#)
        #expect(quote.faults == ["/lines/0/configuration notAvailable"])
        let slot = """
            "name": {"en": "Game"}, "validFrom": "2026-01-01", "base": "NB-100", "slots": [
              {"name": "second", "label": {"en": "Second"}, "default": "NB-190", "alternatives": [{"sku": "NB-190"}]}]
            """
        let other = try #require(try await Self.make(app, "SC-2", slot).headers[.location])
        #expect(try await ana.get(other).json?["availability"]?.text == "notAvailable")
        #expect(try await ana.post(other + "/price", "{}").faults == ["/selection slotBelowMinimum"])
        let dear = slot.replacing("NB-190", with: "SV-360")
        let third = try #require(try await Self.make(app, "SC-3", dear).headers[.location])
        #expect(try await ana.get(third).json?["availability"]?.text == "onRequest")
        let list = try await ana.get(app.path("/standard-configurations?limit=2"))
        #expect(list.json?["items"]?.items?.map { $0["number"]?.text } == ["SC-1", "SC-2"])
        let rest = try await ana.get(app.path("/standard-configurations?limit=2&cursor=\(list.json?["next"]?.text ?? "")"))
        #expect(rest.json?["items"]?.items?.map { $0["number"]?.text } == ["SC-3"] && rest.json?["next"] == nil)
    }

    @Test func `a fixed price is that of a set, whatever is chosen, in the currencies that it names`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let pricing = #", "pricing": {"kind": "fixed", "prices": [{"amount": "1299.0050", "currency": "EUR"}], "priceHoldDays": 3}"#
        let path = try #require(try await Self.make(app, "SC-1", Self.content + pricing).headers[.location])
        let price = try await ana.post(
            path + "/price", #"{"selection": [{"slot": "service", "sku": "SV-360"}], "quantity": 3}"#)
        #expect(price.json?["unitPrice"]?["amount"]?.text == "1299.005" && price.json?["total"]?["amount"]?.text == "3897.02")
        try verify(price, 1)
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "A", "lines": [{"configuration": "SC-1", "quantity": 3}]}"#)
        #expect(quote.json?["priceHoldUntil"]?.text?.hasPrefix("2026-06-18") == true, "\(quote.text)")
        try verify(quote, 1)
        let dollars = Self.content + pricing.replacing("EUR", with: "USD")
        let other = try #require(try await Self.make(app, "SC-2", dollars).headers[.location])
        #expect(try await ana.post(other + "/price", "{}").json?["onRequest"] == .bool(true))
        #expect(try await ana.get(other).json?["availability"]?.text == "onRequest")
    }
}
