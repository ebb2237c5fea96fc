import Accounts
import Approvals
import Catalog
import Foundation
import HTTPTypes
import Kernel
import Orders
import Persistence
import PurveyorTesting
import Quotes
import Testing
import Web

/// Rule 3: whatever place shows a price shows the same one, and it is rule 4's.
@Suite(.database) struct OnePriceTests {
    @Test(arguments: 1...5) func `catalog, price, ladder, list of prices, quote and order say the one price`(_ round: Int) async throws {
        let seed = UInt64.random(in: .min ... .max)
        let app = try await TestApp.open()
        var random = SeededRandom(seed: seed)
        let market = Market(&random, in: Cast.currency, fromNearestTo: 1)
        try await market.open(in: app)
        let comment: Comment = "seed \(seed)"
        let ana = app.by(app.cast.ana)

        let page = try await ana.get(app.path("/catalog?limit=200")).json?["items"]?.items ?? []
        let shown = Dictionary(page.map { ($0["sku"]?.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        for product in market.products {
            let naive = NaivePrice.of(product, .one, market.deals, market.currency)
            #expect((shown[product.sku] == nil) == (naive == .notInAssortment), "\(product.sku), \(comment)")
            #expect(shown[product.sku]?["price"]?["amount"]?.text == naive.amount, "\(product.sku), \(comment)")
            let ladder = try await ana.get(app.path("/catalog/\(product.sku)/ladder"))
            #expect(ladder.status == (naive == .notInAssortment ? 404 : 200), comment)
            for quantity in [1, 4, 7, 12, 30] {
                let naive = NaivePrice.of(product, Quantity(quantity), market.deals, market.currency)
                let price = try await ana.get(app.path("/catalog/\(product.sku)/price?quantity=\(quantity)"))
                guard naive != .notInAssortment else {
                    #expect(price.status == 404, comment)
                    continue
                }
                #expect(price.json?["unitPrice"]?["amount"]?.text == naive.amount, "\(product.sku) × \(quantity), \(comment)")
            }
        }
        try await documents(of: market, in: app, &random, comment)
        try await otherCurrency(of: market, in: app, comment)
    }

    /// The price function's other currency: read, asked for and quoted.
    private func otherCurrency(of market: Market, in app: TestApp, _ comment: Comment) async throws {
        let (ana, dollar) = (app.by(app.cast.ana), Market.dollar)
        var priced: [(product: Product, quantity: Quantity)] = []
        for product in market.products {
            let naive = NaivePrice.of(product, Quantity(7), market.deals, dollar)
            let price = try await ana.get(app.path("/catalog/\(product.sku)/price?quantity=7&currency=USD"))
            #expect((price.status == 404) == (naive == .notInAssortment), comment)
            #expect(price.json?["unitPrice"]?["amount"]?.text == naive.amount, "\(product.sku), \(comment)")
            if case .price = naive { priced.append((product, Quantity(7))) }
        }
        let list = PriceList(on: Market.day, currency: dollar, contracts: market.deals.map(\.contract), books: market.deals.map(\.book))
        let volumes = CumulativeVolumes(of: priced, in: list)
        let isAllowed = try priced.allSatisfy { line in
            guard case .price(let price) = try list.price(of: line.product, quantity: line.quantity, among: volumes) else { return false }
            return price.quantityRule?.breach(by: line.quantity) == nil
        }
        guard !priced.isEmpty, isAllowed else { return }
        let lines = try json(priced).dropFirst().dropLast()
        let several = try await ana.post(app.path("/prices"), "{\(lines), \"currency\": \"USD\"}").json?["items"]?.items ?? []
        let quote = try await ana.post(app.path("/quotes"), "{\(lines), \"name\": \"Q\", \"currency\": \"USD\"}")
        let quoted = quote.json?["lines"]?.items ?? []
        #expect(quoted.count == priced.count && quoted.map { $0["receipt"] } == several.map { $0["receipt"] }, "\(quote.text), \(comment)")
        #expect(quoted.allSatisfy { $0["lineTotal"]?["currency"]?.text == "USD" }, comment)
        for receipt in try SealedReceiptRepresentation.all(in: quote.body) { try receipt.verify() }
    }

    /// The same lines asked for, quoted and ordered.
    private func documents(
        of market: Market, in app: TestApp, _ random: inout SeededRandom, _ comment: Comment
    ) async throws {
        let (ana, desk) = (app.by(app.cast.ana), Desk(app))
        var (offered, ordered) = (0, 0)
        for _ in 1...8 {
            let lines = market.document(&random).filter { line in
                guard case .price = NaivePrice.of(line.product, line.quantity, market.deals, market.currency) else { return false }
                return true
            }
            // The quote refuses what a quantity rule forbids; that is another test's.
            let allowed = lines.filter { line in
                guard case .price(let price)? = try? market.list.price(of: line.product, quantity: line.quantity) else { return false }
                return price.quantityRule == nil
            }
            guard !allowed.isEmpty else { continue }
            offered += 1
            let body = try json(allowed)
            let prices = try await ana.post(app.path("/prices"), body)
            let items = try #require(prices.json?["items"]?.items, "\(prices.text), \(comment)")
            for (line, item) in zip(allowed, items) {
                let naive = NaivePrice.of(line.product, line.quantity, market.deals, market.currency, in: allowed)
                #expect(item["unitPrice"]?["amount"]?.text == naive.amount, comment)
            }
            for receipt in try SealedReceiptRepresentation.all(in: Array(prices.text.utf8)) { try receipt.verify() }
            let requests = allowed.map { LineRequest(sku: $0.product.sku, quantity: $0.quantity) }
            // In this document a line may be another contract's, with a quantity rule of its own.
            let isRefused = try allowed.contains { line in
                let volumes = CumulativeVolumes(of: allowed, in: market.list)
                guard case .price(let price) = try market.list.price(of: line.product, quantity: line.quantity, among: volumes) else {
                    return true
                }
                return price.quantityRule?.breach(by: line.quantity) != nil
            }
            guard !isRefused else {
                await #expect(throws: QuoteRefusal.self, comment) { try await desk.quote(requests) }
                continue
            }
            let quote = try await desk.quote(requests)
            #expect(quote.lines.map(\.unitPrice.amount) == items.compactMap { $0["unitPrice"]?["amount"]?.text }, comment)
            #expect(quote.lines.map(\.lineTotal.amount) == items.compactMap { $0["total"]?["amount"]?.text }, comment)
            let submitted = try await desk.submitted(quote, by: app.caller(app.cast.ana))
            if submitted.plan.state != .approved {
                _ = try await desk.decided(submitted.plan, .approve, by: app.caller(app.cast.omar))
            }
            let order = try await desk.ordered(try await desk.current(quote), by: app.caller(app.cast.ana))
            #expect(order.lines.map(\.unitPrice) == quote.lines.map(\.unitPrice), comment)
            #expect(order.lines.compactMap(\.receipt) == quote.lines.map(\.receipt), comment)
            let answer = try await ana.get(app.path("/orders/\(order.number)"))
            for receipt in try SealedReceiptRepresentation.all(in: Array(answer.text.utf8)) { try receipt.verify() }
            ordered += 1
        }
        #expect(offered == 0 || ordered > 0, "\(offered) documents and no order, \(comment)")
    }

    private func json(_ lines: [(product: Product, quantity: Quantity)]) throws -> String {
        "{\"lines\":[\(lines.map { "{\"sku\":\"\($0.product.sku)\",\"quantity\":\"\($0.quantity)\"}" }.joined(separator: ","))]}"
    }
}

extension NaivePrice.Outcome {
    /// As the service writes it; nil without a price.
    fileprivate var amount: String? {
        guard case .price(let price) = self else { return nil }
        return Money(tenThousandths: NSDecimalNumber(decimal: price.unitPrice).int64Value, Cast.currency).amount
    }
}
