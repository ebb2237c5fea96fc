import Accounts
import Catalog
import HTTPTypes
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// A price of a past day is the price that was shown on it, as long as no contract was corrected backwards.
@Suite(.database) struct PastPriceTests {
    @Test(arguments: 1...3) func `a past day's receipt is the one that the day ended with, whatever list prices have become`(_ round: Int)
        async throws
    {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let app = try await TestApp.open()
        let market = Market(&random, in: Cast.currency, fromNearestTo: 1)
        try await market.open(in: app)
        var shown: [String: [String: JSONValue?]] = [:]
        var client = try await app.signIn(app.cast.ana)
        for _ in 1...6 {
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                app.clock.advance(by: .seconds(.random(in: 1...3000, using: &random)))
                try await list(market.products.randomElement(using: &random)!, &random, app)
            }
            client = try await app.signIn(app.cast.ana)
            let now = app.clock.now
            let day = try await app.database.owner.query(
                Query.one("SELECT (\(now) AT TIME ZONE a.time_zone)::date::text FROM accounts AS a WHERE a.id = \(app.cast.acme.id)") {
                    try $0.next(String.self)
                })
            for product in market.products {
                shown[day, default: [:]][product.sku] = try await receipt(product.sku, "", app.path(), client)
            }
            app.clock.advance(by: .seconds(86_400))
        }
        client = try await app.signIn(app.cast.ana)
        for (day, receipts) in shown {
            for (sku, receipt) in receipts {
                #expect(try await self.receipt(sku, "&on=\(day)", app.path(), client) == receipt, "\(sku) on \(day), seed \(seed)")
            }
        }
    }

    /// Nil where it has none, or is not there.
    private func receipt(_ sku: String, _ more: String, _ path: String, _ client: RouterClient) async throws -> JSONValue? {
        let answer = try await client.get("\(path)/catalog/\(sku)/price?quantity=7\(more)")
        #expect(answer.status == 200 || answer.status == 404, "\(answer.text)")
        return answer.json?["receipt"]
    }

    /// Another list price, none, or one in another currency too, as the supplier's staff would write it.
    private func list(_ product: Product, _ random: inout SeededRandom, _ app: TestApp) async throws {
        let price = random.chance(80) ? Money(tenThousandths: .random(in: 1...200, using: &random) * 10_000, Cast.currency) : nil
        let (id, now) = (product.id, app.clock.now)
        try await app.database.owner.transaction([]) { transaction in
            transaction.enqueue(Query<Void>("UPDATE products SET version = version + 1, updated_at = \(now) WHERE id = \(id)"))
            transaction.enqueue(Query<Void>("DELETE FROM product_prices WHERE product_id = \(id) AND currency = \(Cast.currency)"))
            if let price {
                transaction.enqueue(
                    Query<Void>(
                        """
                        INSERT INTO product_prices (product_id, currency, list_price)
                        VALUES (\(id), \(price.currency), \(price.stored))
                        """))
            }
        }
    }
}
