import Accounts
import HTTPTypes
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// Searching the contract catalog over HTTP: what is found, and that nothing outside one's contracts is.
@Suite(.database) struct CatalogSearchTests {
    private static let more = #"""
        {"items": [
          {"sku": "BT-900", "name": {"en": "Batteries for the Slate", "zh-CN": "笔记本电脑电池"}, "manufacturer": "Larkspur",
           "manufacturerPartNumber": "L7-55.X", "category": "43211503", "listPrices": [{"amount": "89.00", "currency": "EUR"}]},
          {"sku": "PR-100", "name": {"en": "Paper for printing", "zh-CN": "打印纸"}, "manufacturer": "Norda", "category": "43211902",
           "listPrices": [{"amount": "5.50", "currency": "EUR"}]},
          {"sku": "PR-200", "name": {"en": "Coming soon"}, "category": "43211902", "availableFrom": "2026-06-16"},
          {"sku": "PR-300", "name": {"en": "Going soon"}, "category": "43211902", "lastBuyUntil": "2026-06-15"}
        ]}
        """#

    private func stocked() async throws -> TestApp {
        let app = try await TestApp.open()
        let answer = try await app.by(app.cast.stella).post("/v1/products", Self.more)
        #expect(answer.status == 200 && answer.json?["created"] == .integer(4), "\(answer.text)")
        return app
    }

    private func found(_ query: String, _ app: TestApp, by person: CastPerson? = nil, language: String = "en") async throws -> [String] {
        let answer = try await app.by(person ?? app.cast.ana).get(
            app.path("/catalog?limit=200&\(query)"), headers: [.acceptLanguage: language])
        #expect(answer.status == 200, "\(answer.text)")
        let skus = (answer.json?["items"]?.items ?? []).compactMap { $0["sku"]?.text }
        #expect(answer.json?["total"] == .integer(skus.count))
        return skus
    }

    @Test func `a SKU and a part number are found by their beginning, as they are written or not, before all else`() async throws {
        let app = try await stocked()
        #expect(try await found("q=NB-11", app) == ["NB-110"])
        #expect(try await found("q=nb11", app) == ["NB-110"])
        #expect(try await found("q=NB", app).allSatisfy { $0.hasPrefix("NB-1") })
        #expect(try await found("q=l755x", app) == ["BT-900"])
        #expect(try await found("q=L7-55", app) == ["BT-900"])
    }

    @Test func `English is found by its stem, by the beginning of the last word, and by every word that is asked for`() async throws {
        let app = try await stocked()
        #expect(try await found("q=battery", app) == ["BT-900"])
        #expect(try await found("q=printed%20papers", app) == ["PR-100"])
        #expect(try await found("q=larksp", app).contains("MO-200"))
        #expect(try await Set(found("q=slate%2013", app)) == ["NB-100"])
        #expect(try await found("q=slate%20pane", app).isEmpty)
        #expect(try await Set(found("q=batteries%20for%20the%20slate", app)) == ["BT-900"])
    }

    @Test func `what is misspelt finds what is spelt nearly so, and says so`() async throws {
        let app = try await stocked()
        for typo in ["batteires", "bateries", "battreies"] {
            let answer = try await app.by(app.cast.ana).get(app.path("/catalog?q=\(typo)"))
            #expect(answer.json?["items"]?.items?.first?["sku"]?.text == "BT-900", "\(typo)")
            #expect(answer.json?["spelling"]?.text == "similar", "\(typo)")
        }
        #expect(try await app.by(app.cast.ana).get(app.path("/catalog?q=batteries")).json?["spelling"] == nil)
        #expect(try await found("q=zzzzzzzz", app).isEmpty)
    }

    @Test func `Chinese is found by its characters, also within a word, and named in the reader's language`() async throws {
        let app = try await stocked()
        #expect(try await found("q=%E6%89%93%E5%8D%B0", app, language: "zh-CN") == ["PR-100"])  // 打印
        #expect(try await found("q=%E7%BA%B8", app, language: "zh-CN") == ["PR-100"])  // 纸
        #expect(try await found("q=%E7%94%B5%E8%84%91", app, language: "zh-CN") == ["BT-900"])  // 电脑
        #expect(try await found("q=%E8%84%91%E7%94%B5", app, language: "zh-CN") == ["BT-900"])  // 脑电: neighbours across words
        #expect(try await found("q=%E7%94%B5%E7%BA%B8", app, language: "zh-CN").isEmpty)  // 电纸
        let answer = try await app.by(app.cast.ana).get(app.path("/catalog?q=PR-100"), headers: [.acceptLanguage: "zh-CN"])
        #expect(answer.json?["items"]?.items?.first?["name"]?.text == "打印纸")
    }

    @Test func `nothing outside the assortment is found, counted or given away by a misspelling`() async throws {
        let app = try await stocked()
        // Acme's contract leaves out NB-190, the Larkspur Arcade.
        for query in ["q=NB-190", "q=arcade", "q=arcad", "q=arcdae", "q=Larkspur%20Arcade%2017"] {
            let answer = try await app.by(app.cast.ana).get(app.path("/catalog?facets=all&\(query)"))
            #expect(answer.json?["total"] == .integer(0), "\(query)")
            #expect(answer.json?["spelling"] == nil && answer.json?["facets"]?["manufacturers"]?.items == [], "\(query)")
        }
        #expect(try await app.by(app.cast.ana).get(app.path("/catalog/NB-190")).status == 404)
    }

    @Test func `a product can be had from its first day to its last, in the list as on its page`() async throws {
        let app = try await stocked()
        // There it is two hours to midnight.
        try await app.database.owner.query(Query<Void>("UPDATE accounts SET time_zone = 'Pacific/Auckland'"))
        for (hours, held) in [(0, ["PR-300"]), (2, ["PR-200"])] {
            app.clock.advance(by: .seconds(hours * 3600 + 2))
            #expect(try await found("q=soon", app) == held)
            for sku in ["PR-200", "PR-300"] {
                let page = try await app.by(app.cast.ana).get(app.path("/catalog/\(sku)"))
                #expect(page.status == (held.contains(sku) ? 200 : 404))
            }
        }
    }

    @Test func `what changes in the catalog is what the next reader sees, on every instance`() async throws {
        let app = try await stocked()
        let other = TestApp(database: app.database, clock: app.clock, cast: app.cast)
        for instance in [app, other] { #expect(try await found("q=PR-100", instance) == ["PR-100"]) }
        let stella = app.by(app.cast.stella)
        let name = #"{"name": {"en": "Recycled paper"}, "category": "43211902", "listPrices": [{"amount": "4.00", "currency": "EUR"}]}"#
        #expect(try await stella.send(.put, "/v1/products/PR-100", headers: [.ifMatch: "\"v1\""], json: name).status == 200)
        for instance in [app, other] {
            #expect(try await found("q=recycled", instance) == ["PR-100"])
            #expect(try await found("q=printing", instance).isEmpty)
            let items = try await instance.by(app.cast.ana).get(app.path("/catalog?q=PR-100")).json?["items"]?.items
            let page = try await instance.by(app.cast.ana).get(app.path("/catalog/PR-100")).json
            #expect(items?.first?["price"] == page?["price"] && page?["listPrice"]?["amount"]?.text == "4.00")
        }
        try await app.database.owner.query(Query<Void>("UPDATE product_prices SET list_price = list_price + 1"))
        #expect(
            try await app.by(app.cast.ana).get(app.path("/catalog?q=PR-100")).json?["items"]?.items?.first?["listPrice"]?["amount"]?.text
                == "5.00")
    }

    @Test func `a filter that is none is refused, each by its name`() async throws {
        let app = try await TestApp.open()
        let answer = try await app.by(app.cast.ana).get(
            app.path("/catalog?minPrice=cheap&sort=colour&facets=sizes&category=4"))
        #expect(answer.status == 422)
        #expect(Set(answer.faults) == ["?minPrice notAnAmount", "?sort notAllowed", "?facets notAFacet", "?category tooShort"])
    }

    @Test func `an attribute is filtered and counted by what the category says of it`() async throws {
        let app = try await stocked()
        let stella = app.by(app.cast.stella)
        let category = #"""
            {"title": {"en": "Notebook computers"}, "parent": "43211500", "attributes": [
              {"name": "memory", "kind": "number", "unit": "E34", "label": {"en": "Memory", "zh-CN": "内存"}},
              {"name": "colour", "kind": "choice", "options": [{"value": "grey", "label": {"en": "Grey"}}, {"value": "black"}]}]}
            """#
        #expect(try await stella.send(.put, "/v1/categories/43211503", headers: [.ifMatch: "\"v1\""], json: category).status == 200)
        func notebook(_ sku: String, _ memory: String, _ colour: String) -> String {
            """
            {"sku": "\(sku)", "name": {"en": "Twin"}, "category": "43211503", "attributes":
            {"memory": {"value": "\(memory)", "unit": "E34"}, "colour": "\(colour)"}}
            """
        }
        let items = [notebook("TW-1", "8", "grey"), notebook("TW-2", "16", "grey"), notebook("TW-3", "32", "black")]
        #expect(try await stella.post("/v1/products", #"{"items": [\#(items.joined(separator: ","))]}"#).status == 200)
        #expect(try await found("attribute.memory=16", app) == ["TW-2"])
        #expect(try await found("attribute.memory=9..32", app) == ["TW-2", "TW-3"])
        #expect(try await found("attribute.memory=8&attribute.memory=32", app) == ["TW-1", "TW-3"])
        #expect(try await found("attribute.memory=16..&attribute.colour=grey&q=twin", app) == ["TW-2"])
        let answer = try await app.by(app.cast.ana).get(
            app.path("/catalog?q=twin&attribute.memory=16..&facets=attribute.memory,attribute.colour"), headers: [.acceptLanguage: "zh-CN"])
        let facets = answer.json?["facets"]?["attributes"]?.items ?? []
        #expect(facets.compactMap { $0["label"]?.text } == ["colour", "内存"])
        #expect(facets.last?["values"]?.items?.compactMap { $0["count"] } == [.integer(1), .integer(1), .integer(1)])
        #expect(facets.first?["values"]?.items?.compactMap { $0["value"]?.text } == ["black", "grey"])
    }

    @Test func `the price list for a spreadsheet has what the list has, page by page, and computes nothing`() async throws {
        let app = try await stocked()
        let formula = #"{"items": [{"sku": "EVIL-1", "name": {"en": "=HYPERLINK(\"x\")"}, "category": "43211902"}]}"#
        #expect(try await app.by(app.cast.stella).post("/v1/products", formula).status == 200)
        var (lines, path): ([String], String?) = ([], app.path("/catalog?format=csv&limit=5&sort=price"))
        while let next = path {
            let answer = try await app.by(app.cast.ana).get(next)
            #expect(answer.status == 200 && answer.headers[.contentType] == "text/csv; charset=utf-8", "\(answer.text)")
            let records = answer.text.split(separator: "\r\n").map(String.init)
            #expect(records.first?.hasPrefix("\u{FEFF}sku,name,kind,") == true)
            lines += records.dropFirst()
            path = answer.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        let listed = try await app.by(app.cast.ana).get(app.path("/catalog?limit=200&sort=price")).json?["items"]?.items ?? []
        #expect(lines.count > 10 && lines.map { $0.prefix { $0 != "," } } == listed.compactMap { $0["sku"]?.text }.map { $0[...] })
        for (line, item) in zip(lines, listed) {
            let prices = [item["listPrice"], item["price"]].map { $0?["amount"]?.text ?? "" }.joined(separator: ",")
            #expect(line.contains(",EUR,\(prices),"), "\(line)")
        }
        #expect(lines.contains { $0.hasPrefix(#"EVIL-1,"'=HYPERLINK(""x"")","#) })
        #expect(try await app.by(app.cast.ana).get(app.path("/catalog?format=xls")).faults == ["?format notAllowed"])
    }
}
