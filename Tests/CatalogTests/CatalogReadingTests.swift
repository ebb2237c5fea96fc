import Accounts
import Foundation
import HTTPTypes
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// Reading the contract catalog over HTTP: in which language, in which currency, with what follows a product, and as a whole.
@Suite(.database) struct CatalogReadingTests {
    private func add(_ items: String, _ app: TestApp) async throws {
        let answer = try await app.by(app.cast.stella).post("/v1/products", "{\"items\": [\(items)]}")
        #expect(answer.status == 200, "\(answer.text)")
    }

    private func product(_ sku: String, _ more: String = "", category: String = "43211902") -> String {
        "{\"sku\": \"\(sku)\", \(more.isEmpty ? #""name": {"en": "Thing"}"# : more), \"category\": \"\(category)\"}"
    }

    // MARK: Successors

    @Test func `a successor is told to those who can order it, and to nobody else`() async throws {
        let app = try await TestApp.open()
        // Acme's contract leaves out NB-190; NB-180 has ended.
        try await app.database.owner.query(
            Query<Void>(
                """
                UPDATE products SET successor_sku = CASE sku WHEN 'MO-200' THEN 'NB-190' WHEN 'MO-210' THEN 'MO-220'
                    WHEN 'MO-230' THEN 'NB-180' WHEN 'NB-180' THEN 'NB-170' END
                WHERE sku IN ('MO-200', 'MO-210', 'MO-230', 'NB-180')
                """))
        let ana = app.by(app.cast.ana)
        for (sku, successor) in [("MO-200", String?.none), ("MO-210", "MO-220"), ("MO-230", "NB-170"), ("MO-240", nil)] {
            #expect(try await ana.get(app.path("/catalog/\(sku)")).json?["successor"]?.text == successor, "\(sku)")
            let listed = try await ana.get(app.path("/catalog?q=\(sku)")).json?["items"]?.items?.first
            #expect(listed?["sku"]?.text == sku && listed?["successor"]?.text == successor, "\(sku)")
            let sheet = try await ana.get(app.path("/catalog?q=\(sku)&format=csv")).text
            #expect(sheet.contains(sku) && sheet.contains(successor ?? sku) && !sheet.contains("NB-190"), "\(sheet)")
        }
    }

    @Test func `what has ended names what follows it, where the reader held the one and can order the other`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        func follow(_ pairs: [(String, String?)]) async throws {
            for (sku, next) in pairs {
                try await app.database.owner.query(Query<Void>("UPDATE products SET successor_sku = \(next) WHERE sku = \(sku)"))
            }
        }
        func told(_ sku: String) async throws -> [String?] {
            var told: [String?] = []
            for path in ["", "/price", "/ladder", "/why-changed"] {
                let answer = try await ana.get(app.path("/catalog/\(sku)\(path)"))
                #expect(answer.status == 404)
                let isEnded = answer.json?["type"]?.text?.hasSuffix("product-ended") == true
                #expect(isEnded == (answer.json?["successor"] != nil), "\(answer.text)")
                told.append(answer.json?["successor"]?.text)
            }
            let prices = try await ana.post(
                app.path("/prices"), #"{"lines": [{"sku": "\#(sku)", "quantity": 1}, {"sku": "NB-100", "quantity": 1}]}"#)
            #expect(prices.faults == ["/lines/0/sku unknownProduct"])
            return told + [prices.json?["successors"]?[sku]?.text]
        }
        func all(_ sku: String?) -> [String?] { [sku, sku, sku, sku, sku] }
        #expect(try await told("NB-180") == all(nil))
        try await follow([("NB-180", "NB-170")])
        #expect(try await told("NB-180") == all("NB-170"))
        // Outside the assortment there is nothing that follows, nor anything that something follows.
        try await follow([("NB-180", "NB-190"), ("NB-190", "NB-100")])
        #expect(try await told("NB-190") == all(nil))
        #expect(try await told("NB-180") == all("NB-100"))
        try await follow([("NB-190", nil)])
        #expect(try await told("NB-180") == all(nil))
        #expect(try await told("NO-SUCH") == all(nil))
        // In a circle there is no end, and no answer either.
        try await follow([("NB-180", "NB-190"), ("NB-190", "NB-180")])
        #expect(try await told("NB-180") == all(nil))
    }

    // MARK: Languages

    @Test func `texts are in the language that is asked for, else in the account's, else in English`() async throws {
        let app = try await TestApp.open()
        try await add(
            [
                product("LA-1", #""name": {"en": "Paper", "de": "Papier", "zh-CN": "纸"}, "description": {"en": "White", "de": "Weiss"}"#),
                product("LA-2", #""name": {"en": "Ink", "zh-CN": "墨水"}"#), product("LA-3", #""name": {"en": "Glue", "fr": "Colle"}"#),
            ].joined(separator: ","), app)
        try await app.database.owner.query(
            Query<Void>("UPDATE categories SET titles = titles || '{\"de\": \"Bildschirme\"}' WHERE code = '43211902'"))
        func names(_ header: String?) async throws -> [String] {
            let headers: HTTPFields = header.map { [.acceptLanguage: $0] } ?? [:]
            var names: [String] = []
            for sku in ["LA-1", "LA-2", "LA-3"] {
                let page = try await app.by(app.cast.ana).get(app.path("/catalog/\(sku)"), headers: headers).json
                let listed = try await app.by(app.cast.ana).get(app.path("/catalog?q=\(sku)"), headers: headers).json?["items"]?.items
                let sheet = try await app.by(app.cast.ana).get(app.path("/catalog?format=csv&q=\(sku)"), headers: headers).text
                let name = try #require(page?["name"]?.text)
                #expect(listed?.first?["name"]?.text == name && sheet.contains(",\(name),"), "\(sheet)")
                #expect(listed?.first?["category"] == page?["category"])
                names.append(name)
            }
            return names
        }
        #expect(try await names(nil) == ["Paper", "Ink", "Glue"])
        #expect(try await names("de-DE,de;q=0.9,en;q=0.8") == ["Papier", "Ink", "Glue"])
        #expect(try await names("fr;q=0.5, de-AT") == ["Papier", "Ink", "Colle"])
        #expect(try await names("zh") == ["纸", "墨水", "Glue"])
        try await app.database.owner.query(Query<Void>("UPDATE accounts SET language = 'zh-CN'"))
        let other = TestApp(database: app.database, clock: app.clock, cast: app.cast)
        func first(_ sku: String, _ header: String?) async throws -> JSONValue? {
            let headers: HTTPFields = header.map { [.acceptLanguage: $0] } ?? [:]
            return try await other.by(app.cast.ana).get(app.path("/catalog/\(sku)"), headers: headers).json
        }
        #expect(try await first("LA-1", nil)?["name"]?.text == "纸")
        #expect(try await first("LA-1", "de")?["name"]?.text == "Papier")
        #expect(try await first("LA-2", "de")?["name"]?.text == "墨水")
        #expect(try await first("LA-1", "de")?["description"]?.text == "Weiss")
        #expect(try await first("LA-1", "de")?["category"]?["title"]?.text == "Bildschirme")
        #expect(try await first("LA-2", "en")?["name"]?.text == "Ink")
    }

    @Test func `a list by name is in the order of the names that the reader sees`() async throws {
        let app = try await TestApp.open()
        try await add(
            [("A", "Zebra", "Affe"), ("B", "Yak", "Bison"), ("C", "Ant", nil), ("D", "Bee", "Zander")].map { letter, english, german in
                let name = german.map { "\"de\": \"\($0)\", " } ?? ""
                return product("XN-\(letter)", "\"name\": {\(name)\"en\": \"\(english)\"}")
            }.joined(separator: ","), app)
        for (language, expected) in [("de", ["Affe", "Ant", "Bison", "Zander"]), ("en", ["Ant", "Bee", "Yak", "Zebra"])] {
            for (sort, order) in [("name", expected), ("-name", expected.reversed())] {
                var (names, path): ([String], String?) = ([], app.path("/catalog?q=XN&limit=2&sort=\(sort)"))
                while let here = path {
                    let page = try await app.by(app.cast.ana).get(here, headers: [.acceptLanguage: language]).json
                    names += (page?["items"]?.items ?? []).compactMap { $0["name"]?.text }
                    path = page?["next"]?.text.map { app.path("/catalog?q=XN&limit=2&sort=\(sort)&cursor=\($0)") }
                }
                #expect(names == order, "\(language) \(sort)")
            }
        }
    }

    // MARK: Currencies

    @Test func `a contract in another currency is read in it, and agrees nothing in the account's`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        try await add(
            product(
                "CU-1",
                #""name": {"en": "Thing"}, "listPrices": [{"amount": "50.00", "currency": "EUR"}, {"amount": "60.00", "currency": "USD"}]"#,
                category: "43210000"), app)
        // Only the new contract holds it; the framework agreement is told to leave it out.
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO assortment_rules (account_id, contract_id, version, position, effect, selector, value)
                SELECT v.account_id, v.contract_id, v.version, 99, 'exclude', 'product', 'CU-1' FROM contract_versions AS v
                """))
        let body = #"""
            {"number": "C-USD", "name": "Dollars", "unit": "\#(app.cast.engineering.id)", "currency": "USD", "draft":
             {"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "product", "value": "CU-1"},
              {"effect": "include", "selector": "product", "value": "MO-200"}],
              "rules": [{"kind": "discount", "selector": "everything", "tiers": [{"from": "0", "percent": "10"}]}]}}
            """#
        let made = try await rita.post(app.path("/contracts"), body)
        let path = try #require(made.headers[.location])
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        let other = TestApp(database: app.database, clock: app.clock, cast: app.cast).by(app.cast.ana)
        let euro = try await other.get(app.path("/catalog/CU-1/price")).json
        // A list price in no contract's currency is agreed with nobody.
        #expect(euro?["onRequest"] == .bool(true) && euro?["receipt"] == nil)
        let dollar = try await other.get(app.path("/catalog/CU-1/price?currency=USD")).json
        #expect(dollar?["unitPrice"] == .object(["amount": .string("54.00"), "currency": .string("USD")]))
        #expect(dollar?["receipt"]?["contract"]?["number"]?.text == "C-USD")
        let ladder = try await other.get(app.path("/catalog/CU-1/ladder?currency=USD")).json
        #expect(ladder?["steps"]?.items?.first?["unitPrice"]?["amount"]?.text == "54.00")
        let several = try await other.post(app.path("/prices"), #"{"currency": "USD", "lines": [{"sku": "CU-1", "quantity": 2}]}"#)
        #expect(several.json?["items"]?.items?.first?["total"]?["amount"]?.text == "108.00")
        let page = try await other.get(app.path("/catalog?currency=USD&q=CU-1&minPrice=53&maxPrice=55&facets=price")).json
        #expect(page?["items"]?.items?.first?["price"]?["currency"]?.text == "USD" && page?["total"] == .integer(1))
        #expect(try await other.get(app.path("/catalog?q=CU-1&minPrice=1")).json?["total"] == .integer(0))
        #expect(try await other.get(app.path("/catalog?currency=USD&q=CU-1&format=csv")).text.contains(",USD,60.00,54.00,C-USD,1"))
        #expect(try await other.get(app.path("/catalog/CU-1?currency=USD")).json?["price"]?["amount"]?.text == "54.00")
        // What the framework agreement holds too stays as it is in the account's currency.
        #expect(try await other.get(app.path("/catalog/MO-200/price")).json?["receipt"]?["contract"]?["number"]?.text == "C-000001")
        #expect(try await other.get(app.path("/catalog?currency=usd")).faults == ["?currency notACurrency"])
    }

    // MARK: The whole price list

    @Test func `the price list is whole, however long it is, in the order that is asked for, and begins with its mark`() async throws {
        let app = try await TestApp.open()
        let many = Limits.exportRows + 300
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO products (id, sku, names, category_code, created_at, updated_at)
                SELECT gen_random_uuid(), 'LONG-' || g, jsonb_build_object('en', 'Cable ' || g, 'zh-CN', '电缆'), '43211902',
                    '2026-01-01', '2026-01-01'
                FROM generate_series(1, \(many)) AS g
                """))
        try await app.database.owner.query(
            Query<Void>("INSERT INTO product_prices SELECT p.id, 'EUR', length(p.sku) FROM products AS p WHERE p.sku LIKE 'LONG-%7'"))
        let ana = app.by(app.cast.ana)
        let listed = try await ana.get(app.path("/catalog?limit=200&sort=-price")).json
        let answer = try await ana.get(app.path("/catalog?format=csv&sort=-price"), headers: [.acceptLanguage: "zh"])
        #expect(answer.headers[.link] == nil && answer.headers[.contentDisposition]?.contains("price-list.csv") == true)
        let lines = answer.text.split(separator: "\r\n")
        #expect(answer.text.unicodeScalars.first == "\u{FEFF}" && lines.first?.dropFirst().hasPrefix("sku,name,kind") == true)
        #expect(listed?["total"] == .integer(lines.count - 1) && lines.count > many)
        let skus = lines.dropFirst().map { String($0.prefix { $0 != "," }) }
        #expect(Set(skus).count == skus.count && !skus.contains("NB-190") && !skus.contains("NB-180"))
        #expect(skus.prefix(200) == (listed?["items"]?.items ?? []).compactMap { $0["sku"]?.text }[...])
        #expect(lines.contains { $0.hasPrefix("LONG-1,电缆,") })
        // The same again costs nothing, until something changes.
        let tag = try #require(answer.headers[.eTag])
        let again: HTTPFields = [.acceptLanguage: "zh", .ifNoneMatch: tag]
        #expect(try await ana.get(app.path("/catalog?format=csv&sort=-price"), headers: again).status == 304)
        #expect(try await ana.get(app.path("/catalog?format=csv&sort=-price"), headers: [.ifNoneMatch: tag]).status == 200)
        try await app.database.owner.query(Query<Void>("UPDATE product_prices SET list_price = 3"))
        #expect(try await ana.get(app.path("/catalog?format=csv&sort=-price"), headers: again).status == 200)
    }
}
