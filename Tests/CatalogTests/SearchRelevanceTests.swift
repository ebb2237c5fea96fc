import Foundation
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// In which order a search shows what it finds, what categories are called beside their titles, and that nothing of it is remembered
/// too long.
@Suite(.database) struct SearchRelevanceTests {
    private static let categories = [
        "43211619": "Notebook computer carrying case", "43211604": "Power adapters or inverters",
        "81112307": "PC or workstation or notebook maintenance",
    ]
    private static let items = #"""
        {"items": [
          {"sku": "RX-6", "name": {"en": "Cable lock"}, "description": {"en": "Fits a notebook."}, "category": "43211604"},
          {"sku": "RX-4", "name": {"en": "On-site warranty for notebooks, 3 years", "zh-CN": "适用于笔记本的上门保修，3 年"}, "kind": "service",
           "category": "81112307"},
          {"sku": "RX-3", "name": {"en": "Power adapter for notebooks"}, "category": "43211604"},
          {"sku": "RX-5", "name": {"en": "Loan notebook, month"}, "kind": "service", "category": "81112307"},
          {"sku": "RX-2", "name": {"en": "Notebook bag, 14 inches", "zh-CN": "笔记本电脑包，14 英寸"}, "category": "43211619"},
          {"sku": "RX-1", "name": {"en": "Strand 14"}, "category": "43211503"}
        ]}
        """#

    private func stocked() async throws -> TestApp {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        for (code, title) in Self.categories {
            #expect(try await stella.send(.put, "/v1/categories/\(code)", json: #"{"title": {"en": "\#(title)"}}"#).status == 201)
        }
        let answer = try await stella.post("/v1/products", Self.items)
        #expect(answer.status == 200 && answer.json?["created"] == .integer(6), "\(answer.text)")
        return app
    }

    private func page(_ query: String, _ app: TestApp, _ more: String = "") async throws -> RouterAnswer {
        let escaped = try #require(query.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let answer = try await app.by(app.cast.ana).get(app.path("/catalog?limit=200&q=\(escaped)\(more)"))
        #expect(answer.status == 200, "\(answer.text)")
        return answer
    }

    private func found(_ query: String, _ app: TestApp) async throws -> [String] {
        try await page(query, app).json?["items"]?.items?.compactMap { $0["sku"]?.text } ?? []
    }

    /// Says all of the category of notebooks anew.
    private func name(_ keywords: String?, _ app: TestApp, version: Int) async throws -> RouterAnswer {
        let said = keywords.map { #", "keywords": \#($0)"# } ?? ""
        return try await app.by(app.cast.stella).send(
            .put, "/v1/categories/43211503", headers: [.ifMatch: "\"v\(version)\""],
            json: #"{"parent": "43211500", "title": {"en": "Notebook computers", "zh-CN": "笔记本电脑"}\#(said)}"#)
    }

    @Test func `what is asked for comes before what is named after it, and that before what is for it`() async throws {
        let app = try await stocked()
        let held = CastProduct.all.filter { $0.category == CastProduct.notebooks && !["NB-180", "NB-190"].contains($0.sku) }
        let notebooks = Set(["RX-1"] + held.map(\.sku))
        let named = ["RX-2", "RX-5", "RX-3", "RX-4", "RX-6"]
        for query in ["notebook", "notebooks", "Noteboo"] {
            let skus = try await found(query, app)
            #expect(Set(skus.prefix(notebooks.count)) == notebooks, "\(query): \(skus)")
            #expect(Array(skus.dropFirst(notebooks.count)) == named, "\(query)")
        }
        #expect(try await found("notebook bag", app).first == "RX-2")
        #expect(try await found("notebook adapter", app) == ["RX-3", "RX-6"])
        #expect(try await found("notebook warranty", app) == ["RX-4"])
        // Also where so much is found that PostgreSQL does not weigh it.
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO products (id, sku, names, category_code, created_at, updated_at)
                SELECT gen_random_uuid(), 'FILL-' || g, jsonb_build_object('en', 'Sleeve for notebook ' || g), '43211604',
                    '2026-01-01', '2026-01-01'
                FROM generate_series(1, 1100) AS g
                """))
        let skus = try await found("notebook", app)
        #expect(Set(skus.prefix(notebooks.count)) == notebooks)
        #expect(Array(skus.dropFirst(notebooks.count).prefix(2)) == ["RX-2", "RX-5"])
        #expect(skus[notebooks.count + 2].hasPrefix("FILL-"))
    }

    @Test func `a category is found by its keywords in every language, from the next read on, on every instance`() async throws {
        let app = try await stocked()
        let other = TestApp(database: app.database, clock: app.clock, cast: app.cast)
        for query in ["laptop", "laptops", "手提电脑"] { #expect(try await found(query, app).isEmpty, "\(query)") }
        let keywords = #"{"en": ["laptop", "portable computer"], "zh-CN": ["手提电脑"], "de": []}"#
        let saved = try await name(keywords, app, version: 1)
        #expect(saved.status == 200 && saved.headers[.eTag] == "\"v2\"", "\(saved.text)")
        #expect(saved.json?["keywords"]?.members?.names.sorted() == ["en", "zh-CN"])
        #expect(try await name(keywords, app, version: 2).headers[.eTag] == "\"v2\"")
        let stella = app.by(app.cast.stella)
        #expect(try await stella.get("/v1/categories/43211503").json?["keywords"] == saved.json?["keywords"])
        for instance in [app, other] {
            for query in ["laptop", "laptops", "手提电脑", "portable computer", "laptop 14"] {
                #expect(try await found(query, instance).contains("RX-1"), "\(query)")
            }
            #expect(try await found("笔记本", instance).first != "RX-4")
            let misspelt = try await page("lpatop", instance).json
            #expect(misspelt?["items"]?.items?.isEmpty == false && misspelt?["spelling"]?.text == "similar")
        }
        // The last word of several is what it is called by: who asks for computers is not shown bags first.
        #expect(try await name(#"{"en": ["slab"]}"#, app, version: 2).status == 200)
        for instance in [app, other] {
            #expect(try await found("laptop", instance).isEmpty)
            #expect(try await found("slab", instance).contains("RX-1"))
        }
        #expect(try await name(nil, app, version: 3).json?["keywords"] == nil)
        #expect(try await found("slab", app).isEmpty)
        let states = try await app.database.owner.query(
            Query<[String?]>.all(
                "SELECT h.state #>> '{keywords,en}' FROM catalog_history AS h WHERE h.key = '43211503' ORDER BY h.change"
            ) { try $0.next() })
        #expect(states.suffix(3) == [#"["laptop", "portable computer"]"#, #"["slab"]"#, nil])
    }

    @Test func `no keyword finds, counts or gives away what is outside the assortment`() async throws {
        let app = try await stocked()
        #expect(try await name(#"{"en": ["arcadia"]}"#, app, version: 1).status == 200)
        let found = try await page("arcadia", app, "&facets=all").json
        let skus = found?["items"]?.items?.compactMap { $0["sku"]?.text } ?? []
        #expect(!skus.isEmpty && !skus.contains("NB-190") && found?["total"] == .integer(skus.count))
        // 43220000 is in nobody's contract.
        let stella = app.by(app.cast.stella)
        #expect(
            try await stella.send(.put, "/v1/categories/43220000", json: #"{"title": {"en": "Radio"}, "keywords": {"en": ["wireless"]}}"#)
                .status == 201)
        #expect(
            try await stella.post("/v1/products", #"{"items": [{"sku": "OUT-1", "name": {"en": "Mast"}, "category": "43220000"}]}"#).status
                == 200)
        for query in ["wireless", "wirelss", "radio", "mast"] {
            let page = try await page(query, app, "&facets=all").json
            #expect(page?["total"] == .integer(0) && page?["spelling"] == nil, "\(query)")
            #expect(page?["facets"]?["categories"]?.items == [], "\(query)")
        }
    }

    @Test func `keywords that are none are refused, each where it stands`() async throws {
        let app = try await stocked()
        let long = String(repeating: "x", count: 201)
        for (keywords, faults) in [
            (#"["laptop"]"#, ["/keywords wrongType"]), (#"{"english": ["laptop"]}"#, ["/keywords/english notALanguage"]),
            (#"{"en": "laptop"}"#, ["/keywords/en wrongType"]), (#"{"en": ["a", "a"]}"#, ["/keywords/en givenTwice"]),
            (#"{"en": [" "], "de": ["\#(long)"]}"#, ["/keywords/en/0 empty", "/keywords/de/0 tooLong"]),
            (#"{"en": [\#((0...50).map { "\"k\($0)\"" }.joined(separator: ","))]}"#, ["/keywords/en tooMany"]),
        ] {
            let answer = try await name(keywords, app, version: 1)
            #expect([400, 422].contains(answer.status), "\(keywords.prefix(40))")
            #expect(Set(answer.faults) == Set(faults), "\(keywords.prefix(40))")
        }
        #expect(try await app.by(app.cast.stella).get("/v1/categories/43211503").headers[.eTag] == "\"v1\"")
    }

    @Test func `what a frequent word finds is remembered for all accounts, shown to each within its own, and no longer than it holds`()
        async throws
    {
        let app = try await stocked()
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO products (id, sku, names, category_code, created_at, updated_at)
                SELECT gen_random_uuid(), 'FILL-' || lpad(g::text, 4, '0'), jsonb_build_object('en', 'Widget ' || g),
                    CASE WHEN g % 2 = 0 THEN '43211503' ELSE '43000000' END, '2026-01-01', '2026-01-01'
                FROM generate_series(1, \(2 * SearchMemory.fewest)) AS g
                """))
        func total(_ query: String = "widget") async throws -> JSONValue? { try await page(query, app).json?["total"] }
        // What is in 43000000 itself is not in Acme's contract; both finding and remembering are of the whole catalog.
        for _ in 1...3 { #expect(try await total() == .integer(SearchMemory.fewest)) }
        let first = try await found("widget", app)
        #expect(try await found("widget", app) == first)
        let rename = Query<Void>("UPDATE products SET names = jsonb_build_object('en', 'Gadget') WHERE sku = 'FILL-0002'")
        try await app.database.owner.query(rename)
        #expect(try await total() == .integer(SearchMemory.fewest - 1))
        #expect(try await found("gadget", app) == ["FILL-0002"])
        // A product before all others moves every place: what is remembered by place must not be used any more.
        let added = #"{"items": [{"sku": "AAA-1", "name": {"en": "Widget"}, "category": "43211503"}]}"#
        #expect(try await app.by(app.cast.stella).post("/v1/products", added).status == 200)
        let skus = try await found("widget", app)
        #expect(skus.first == "AAA-1" && skus.allSatisfy { $0.hasPrefix("FILL") || $0 == "AAA-1" })
        #expect(try await total() == .integer(SearchMemory.fewest))
    }

    @Test func `of many searches those that were asked for last are remembered`() {
        let memory = SearchMemory(products: 1 << 20)
        memory.remember([1], for: SearchWords("one"))
        memory.remember([2], for: SearchWords("two"))
        #expect(memory[SearchWords("one")] == [1])
        memory.remember([3], for: SearchWords("three"))
        #expect(memory[SearchWords("two")] == nil && memory[SearchWords("one")] == [1] && memory[SearchWords("three")] == [3])
    }
}
