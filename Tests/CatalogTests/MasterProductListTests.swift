import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// The master catalog's products as the supplier's people list them.
@Suite(.database) struct MasterProductListTests {
    private func skus(_ app: TestApp, _ query: String) async throws -> [String] {
        let answer = try await app.by(app.cast.rita).get("/v1/products\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return (answer.json?["items"]?.items ?? []).compactMap { $0["sku"]?.text }
    }

    @Test func `by SKU's beginning, by words, by category with all below it, and by status; whatever contracts say`() async throws {
        let app = try await TestApp.open()
        #expect(try await skus(app, "?q=nb-1").count == 10)
        #expect(try await skus(app, "?q=arcade") == ["NB-190"])
        #expect(try await skus(app, "?q=larkspur%20view") == ["MO-200", "MO-210", "MO-220"])
        #expect(try await skus(app, "?category=8111") == ["SV-300", "SV-310", "SV-320", "SV-360"])
        #expect(try await skus(app, "?category=43210000").count == 16)
        #expect(try await skus(app, "?status=ended") == ["NB-180"])
        #expect(try await skus(app, "?q=northwind&category=43211503&status=active&limit=2") == ["NB-140", "NB-150"])
        #expect(try await app.by(app.cast.ada).get("/v1/products").problem == "not-staff")
    }

    @Test func `pages follow each other, and what is shown is what its own page shows`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        var (seen, path): ([JSONValue], String?) = ([], "/v1/products?limit=7")
        while let next = path {
            let page = try await rita.get(next)
            seen += page.json?["items"]?.items ?? []
            path = page.json?["next"]?.text.map { "/v1/products?limit=7&cursor=\($0)" }
        }
        #expect(seen.compactMap { $0["sku"]?.text } == CastProduct.all.map(\.sku).sorted())
        #expect(try await rita.get("/v1/products/NB-100").json == seen.first { $0["sku"]?.text == "NB-100" })
    }

    @Test func `at the size of a real catalog each way to ask reads through an index`() async throws {
        let app = try await TestApp.open()
        for statement: SQL in [
            """
            INSERT INTO products (id, sku, names, manufacturer, category_code, status, created_at, updated_at)
            SELECT gen_random_uuid(), 'ZZ-' || lpad(g::text, 8, '0'), jsonb_build_object('en', 'Thing ' || g), 'Larkspur',
                CASE WHEN g % 50 = 0 THEN '43211902' ELSE '43211503' END, CASE WHEN g % 100 = 0 THEN 'ended' ELSE 'active' END,
                '2026-01-01', '2026-01-01'
            FROM generate_series(1, 30000) AS g
            """, "ANALYZE",
        ] { try await app.database.owner.query(Query<Void>(statement)) }
        for (filter, index, positions) in [
            (MasterProductFilter(), "products_one_per_sku", [nil, "ZZ-00000100"]),
            (MasterProductFilter(text: "ZZ-00012"), "products_one_per_sku", [nil, "ZZ-00000100"]),
            (MasterProductFilter(text: "Thing 77"), "product_search_by_word", [nil, "ZZ-00000100"]),
            (MasterProductFilter(category: "432119"), "products_", [nil, "ZZ-00000100"]),
            (MasterProductFilter(status: .ended), "products_by_status", [nil]),
            (MasterProductFilter(status: .ended), "products_", ["ZZ-00000100"]),
        ] {
            for after in positions {
                let plan = try await app.database.service.genericPlan(
                    of: MasterProductListQueries.page(filter, after: after, limit: 51), []
                ).joined(separator: "\n")
                #expect(plan.contains(index), "\(filter) \(plan)")
                #expect(!plan.contains("Seq Scan on products"), "\(filter) \(plan)")
            }
        }
    }
}
