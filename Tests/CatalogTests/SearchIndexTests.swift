import Foundation
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// What is kept for searching, and how it is found when much, misspelt or otherwise composed letters are asked for.
@Suite(.database) struct SearchIndexTests {
    private func fill(_ app: TestApp, _ count: Int, named name: SQL = "'Thing ' || g") async throws {
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO products (id, sku, names, category_code, created_at, updated_at)
                SELECT gen_random_uuid(), 'FILL-' || lpad(g::text, 5, '0'), jsonb_build_object('en', \(name)), '43211902',
                    '2026-01-01', '2026-01-01'
                FROM generate_series(1, \(count)) AS g
                """))
    }

    private func found(_ query: String, _ app: TestApp) async throws -> [String] {
        let escaped = try #require(query.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let answer = try await app.by(app.cast.ana).get(app.path("/catalog?limit=200&q=\(escaped)"))
        #expect(answer.status == 200, "\(answer.text)")
        return (answer.json?["items"]?.items ?? []).compactMap { $0["sku"]?.text }
    }

    @Test func `changes draw no search numbers, so that memory grows with the products`() async throws {
        let app = try await TestApp.open()
        try await fill(app, 300)
        let highest = Query<Int>.one("SELECT max(s.number)::bigint FROM product_search AS s") { try $0.next() }
        let before = try await app.database.owner.query(highest)
        for round in 1...5 {
            try await app.database.owner.query(
                Query<Void>("UPDATE products SET names = names || jsonb_build_object('en', 'Thing ' || sku || \(String(round))::text)"))
            try await app.database.owner.query(Query<Void>("UPDATE products SET lead_time_days = \(round)"))
        }
        try await app.database.owner.query(Query<Void>("UPDATE categories SET titles = titles || '{\"en\": \"Screens\"}'"))
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO products (id, sku, names, created_at, updated_at)
                VALUES (gen_random_uuid(), 'NEW-1', '{"en": "New"}', '2026-01-01', '2026-01-01')
                """))
        #expect(try await app.database.owner.query(highest) == before + 1)
        #expect(try await found("screens", app).contains("FILL-00001"))
        // Where numbers are far apart for another reason, what is kept is by product all the same.
        var random = SeededRandom(seed: 3)
        let rows = CatalogShop(&random).rows.enumerated().map { place, row in row.numbered(place * 50_000_000) }
        let numbers = ProductNumbers(rows)
        #expect(numbers.size == rows.count)
        for (ordinal, row) in rows.enumerated() { #expect(numbers.ordinal(of: Int32(row.number)) == ordinal) }
        #expect(numbers.ordinal(of: 7) == nil && ProductNumbers([]).ordinal(of: 0) == nil && numbers.ordinal(of: -1) == nil)
    }

    @Test func `a word that much has is found whole, names that have it first, then by SKU, on pages without gap or repeat`() async throws {
        let app = try await TestApp.open()
        // In the name of every third, and in the category's title of all.
        try await fill(app, 2500, named: "CASE WHEN g % 3 = 0 THEN 'Liquid ' ELSE 'Solid ' END || g")
        var (skus, path): ([String], String?) = ([], app.path("/catalog?q=liquid&limit=200&facets=all"))
        while let here = path {
            let page = try await app.by(app.cast.ana).get(here).json
            // Six monitors of the cast have the category too.
            #expect(page?["total"] == .integer(2506))
            #expect(page?["facets"]?["categories"]?.items?.last?["count"] ?? .integer(2506) == .integer(2506))
            skus += (page?["items"]?.items ?? []).compactMap { $0["sku"]?.text }
            path = page?["next"]?.text.map { app.path("/catalog?q=liquid&limit=200&cursor=\($0)") }
        }
        #expect(skus.count == 2506 && Set(skus).count == 2506)
        let named = (1...2500).filter { $0 % 3 == 0 }.map { "FILL-" + String(repeating: "0", count: 5 - "\($0)".count) + "\($0)" }
        #expect(Array(skus.prefix(named.count)) == named)
        #expect(Array(skus.dropFirst(named.count)) == skus.dropFirst(named.count).sorted())
        // By itself or with another word it still finds only what has all of them.
        #expect(try await found("liquid 2499", app) == ["FILL-02499"])
    }

    @Test func `in a catalog of size a search and what has changed since are read through indexes`() async throws {
        let app = try await TestApp.open()
        try await fill(app, 20_000)
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO categories (code, parent_code, titles)
                SELECT (50000000 + g)::text, NULL, jsonb_build_object('en', 'Kind ' || g) FROM generate_series(1, 5000) AS g
                """))
        try await app.database.owner.query(Query<Void>("ANALYZE"))
        func plan<Value>(_ query: Query<Value>) async throws -> String {
            try await app.database.service.genericPlan(of: query, []).joined(separator: "\n")
        }
        let search = try await plan(ProductSearchQueries.matches(SearchWords("slate thing")))
        #expect(search.contains("product_search_by_word") && search.contains("category_search_by_word"), "\(search)")
        #expect(!search.contains("Seq Scan"), "\(search)")
        for changed in [
            try await plan(CatalogIndexQueries.rows(after: 1)), try await plan(CatalogIndexQueries.listPrices(after: 1)),
            try await plan(CatalogIndexQueries.attributes(after: 1)),
        ] {
            #expect(changed.contains("catalog_history_by_change"), "\(changed)")
            #expect(!changed.contains("Seq Scan on products") && !changed.contains("Seq Scan on product_search"), "\(changed)")
            #expect(!changed.contains("Seq Scan on catalog_history"), "\(changed)")
        }
    }

    @Test func `neighbours that have changed places, a letter too many, another or missing are found in short words too`() async throws {
        let app = try await TestApp.open()
        let words = ["mouse", "cable", "toner", "server", "switch", "label", "desk", "drive", "charger", "scanner", "dock", "tablet"]
        let items = words.map { #"{"sku": "W-\#($0)", "name": {"en": "\#($0)"}, "category": "43211902"}"# }
        let answer = try await app.by(app.cast.stella).post("/v1/products", "{\"items\": [\(items.joined(separator: ","))]}")
        #expect(answer.status == 200, "\(answer.text)")
        for word in words where word.count < 8 {
            let letters = Array(word)
            for place in letters.indices.dropLast() where letters[place] != letters[place + 1] {
                var swapped = letters
                swapped.swapAt(place, place + 1)
                #expect(try await found(String(swapped), app).contains("W-\(word)"), "\(String(swapped))")
            }
            var (other, more) = (letters, letters)
            other[1] = "z"
            more.insert("q", at: 2)
            for typo in [other, more] where typo.count >= 4 { #expect(try await found(String(typo), app).contains("W-\(word)"), "\(typo)") }
            guard letters.count > 4 else { continue }
            for place in letters.indices.dropLast() {
                var fewer = letters
                fewer.remove(at: place)
                #expect(try await found(String(fewer), app).contains("W-\(word)"), "\(String(fewer))")
            }
        }
    }

    @Test func `a letter with its accent is found as one letter and as two, however it is written on either side`() async throws {
        let app = try await TestApp.open()
        let names = ["Caf\u{E9} machine", "Cafe\u{301} set"]
        let items = names.enumerated().map { #"{"sku": "AC-\#($0.offset)", "name": {"en": "\#($0.element)"}, "category": "43211902"}"# }
        #expect(
            try await app.by(app.cast.stella).post("/v1/products", "{\"items\": [\(items.joined(separator: ","))]}").status == 200)
        for query in ["caf\u{E9}", "cafe\u{301}", "CAFE\u{301}", "Caf\u{E9} "] {
            #expect(try await Set(found(query, app)) == ["AC-0", "AC-1"], "\(query.unicodeScalars.map(\.value))")
        }
        #expect(try await found("cafe\u{301} set", app) == ["AC-1"])
        // A compatibility form of a Chinese character is that character.
        let han = #"{"items": [{"sku": "AC-8", "name": {"en": "Bean", "zh-CN": "\#u{F900}豆"}, "category": "43211902"}]}"#
        #expect(try await app.by(app.cast.stella).post("/v1/products", han).status == 200)
        for query in ["\u{8C48}豆", "\u{F900}豆"] { #expect(try await found(query, app) == ["AC-8"]) }
    }
}

extension CatalogRow {
    fileprivate func numbered(_ number: Int) -> CatalogRow {
        let row = CatalogRow(
            number: number, id: id, sku: sku, kind: kind, name: name, translations: translations, manufacturer: manufacturer,
            manufacturerPartNumber: manufacturerPartNumber, category: category, unitOfMeasure: unitOfMeasure, leadTimeDays: leadTimeDays,
            lifeCycle: lifeCycle, successor: successor)
        return row.with(listPrices: listPrices, attributes: attributes)
    }
}
