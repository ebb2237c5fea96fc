import Accounts
import Catalog
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Configured products among several prices that are asked for at once.
@Suite(.database) struct ConfiguredPricesTests {
    private let selection = #""selection": [{"slot": "screen", "sku": "MO-210"}, {"slot": "service", "sku": "SV-310"}]"#

    @Test func `a configuration is priced beside products as its own page and a quote price it, with the nested receipt`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let made = try await ConfigurationStoryTests.make(app)
        let (path, id) = (try #require(made.headers[.location]), try #require(made.json?["id"]?.text))
        let alone = try await ana.post(path + "/price", #"{\#(selection), "quantity": "3"}"#)
        let lines = """
            [{"sku": "MO-200", "quantity": 2}, {"configuration": "SC-000001", \(selection), "quantity": "3"},
             {"configuration": "\(id)", "quantity": 1}]
            """
        let several = try await ana.post(app.path("/prices"), #"{"lines": \#(lines)}"#)
        let items = try #require(several.json?["items"]?.items, "\(several.text)")
        #expect(items.map { $0["unitPrice"]?["amount"]?.text } == ["189.99", "1510.955", "1348.67"])
        #expect(items[1] == alone.json)
        let receipts = try SealedReceiptRepresentation.all(in: several.body)
        #expect(receipts.count == 3)
        for receipt in receipts { #expect(throws: Never.self) { try receipt.verify() } }
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Q", "lines": \#(lines)}"#)
        #expect(quote.json?["lines"]?.items?.map { $0["receipt"] } == items.map { $0["receipt"] })
    }

    @Test func `what is wrong is told of all lines at once, each by its field`() async throws {
        let app = try await TestApp.open()
        _ = try await ConfigurationStoryTests.make(app)
        let refused = try await app.by(app.cast.ana).post(
            app.path("/prices"),
            """
            {"lines": [
              {"sku": "NB-190", "quantity": 1}, {"configuration": "SC-9", "quantity": 1},
              {"configuration": "SC-000001", "selection": [{"slot": "desk", "sku": "MO-200"}], "quantity": "1.5"},
              {"configuration": "SC-000001", "selection": [{"slot": "service", "sku": "SV-310"}], "quantity": 1},
              {"sku": "MO-200", "quantity": "0.5"}]}
            """)
        #expect(refused.status == 422)
        #expect(
            Set(refused.faults) == [
                "/lines/0/sku unknownProduct", "/lines/1/configuration unknownConfiguration", "/lines/2/selection/0/slot unknownSlot",
                "/lines/2/quantity notAMultiple", "/lines/3/selection/0 partRequired", "/lines/4/quantity notAMultiple",
            ], "\(refused.text)")
        let both = try await app.by(app.cast.ana).post(
            app.path("/prices"), #"{"lines": [{"sku": "MO-200", "configuration": "SC-000001", "quantity": 1}]}"#)
        #expect(both.faults == ["/lines/0/sku notHere"])
        let theirs = try await app.by(app.cast.ravi).post(
            app.path("/prices", in: app.cast.rival), #"{"lines": [{"configuration": "SC-000001", "quantity": 1}]}"#)
        #expect(theirs.faults == ["/lines/0/configuration unknownConfiguration"] && theirs.problem == "unknown-configurations")
    }

    @Test func `parts count with other lines, and what is on request is said so`() async throws {
        let app = try await TestApp.open()
        let content = """
            "name": {"en": "Pair"}, "validFrom": "2026-01-01", "base": "NB-100", "slots": [
              {"name": "service", "label": {"en": "Service"}, "default": "SV-300", "alternatives": [{"sku": "SV-300"}, {"sku": "SV-360"}]}]
            """
        #expect(try await ConfigurationStoryTests.make(app, "SC-1", content).status == 201)
        let asked = try await app.by(app.cast.ana).post(
            app.path("/prices"),
            #"{"lines": [{"configuration": "SC-1", "selection": [{"slot": "service", "sku": "SV-360"}], "quantity": 2}]}"#)
        let item = asked.json?["items"]?.items?.first
        #expect(item?["onRequest"] == .bool(true) && item?["unpriced"] == .array([.string("SV-360")]), "\(asked.text)")
        let before = try await app.by(app.cast.ana).post(
            app.path("/prices"), #"{"on": "2025-12-31", "lines": [{"configuration": "SC-1", "quantity": 1}]}"#)
        #expect(before.faults == ["/lines/0/configuration unknownConfiguration"], "it began later")
    }
}
