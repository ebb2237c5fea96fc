import Accounts
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

@testable import Service

/// The lists of assets read their page through an index, at a size where it matters; the plans are generic ones, as the service asks for.
@Suite(.database) struct AssetPlanTests {
    @Test func `whatever is asked of them, assets are not read all`() async throws {
        let app = try await TestApp.open()
        let member = try #require(app.cast.ana.membership)
        for statement: SQL in [
            """
            INSERT INTO units (account_id, id, parent_id, name, created_at)
            SELECT \(member.account), md5('unit' || g)::uuid, \(member.unit), 'Unit ' || g, '2026-01-01' FROM generate_series(1, 39) AS g
            """,
            """
            INSERT INTO assets (account_id, id, product_id, serial_number, unit_id, holder_id, delivered_on, warranty_until, created_at)
            SELECT \(member.account), gen_random_uuid(), p.id, 'S-' || g,
                CASE WHEN g % 40 = 0 THEN \(member.unit) ELSE md5('unit' || g % 40)::uuid END,
                CASE WHEN g % 100 = 0 THEN \(member.id) END, '2026-01-01', '2026-01-01'::date + g % 1000, '2026-01-01'
            FROM generate_series(1, 20000) AS g
            JOIN (SELECT id, row_number() OVER (ORDER BY sku) AS place FROM products) AS p ON p.place = 1 + g % 20
            """, "ANALYZE",
        ] { try await app.database.owner.query(Query<Void>(statement)) }
        let (ada, ana) = (try await app.caller(app.cast.ada), try await app.caller(app.cast.ana))
        for (caller, filter) in [
            (ada, AssetFilter()), (ana, AssetFilter()), (ada, AssetFilter(serialNumber: "S-1")), (ada, AssetFilter(sku: "NB-100")),
            (ada, AssetFilter(unit: member.unit)), (ada, AssetFilter(holder: member.id)), (ana, AssetFilter(state: .inUse)),
        ] {
            let query = AssetQueries.page(
                of: caller, scope: try caller.scope(of: .readOrders), filter: filter, language: "en", before: nil, limit: 51,
                at: app.clock.now)
            let plan = try await app.database.service.genericPlan(of: query, AccountScope(account: member.account.uuid).settings)
                .joined(separator: "\n")
            #expect(!plan.contains("Seq Scan on assets"), "\(filter) \(plan)")
            #expect(plan.contains("assets_"), "\(filter) \(plan)")
        }
    }
}
