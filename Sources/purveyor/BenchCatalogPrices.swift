import Catalog
import Kernel

/// The price function alone, in this process: 10,000 products for one account, whose contract speaks of every fourth by itself.
enum BenchCatalogPrices {
    static func measure(_ stock: BenchStock, _ table: inout BenchTable) throws {
        let products = stock.products(10_000)
        guard let currency = Currency("USD"), let day = LocalDate("2026-06-15") else { throw BenchFailure("no such currency or day") }
        let contract = Contract(
            id: World.live.newID(), number: "B-1", name: "Agreement", unit: World.live.newID(), distance: 0, currency: currency, version: 1,
            validFrom: day, validTo: nil, priceHoldDays: 30, paymentTerms: nil, isBestPrice: false)
        let book = PriceBook(
            contract.key, rules: try rules(products, currency), assortment: [AssortmentRule(effect: .include, selector: .everything)])
        let list = PriceList(on: day, currency: currency, contracts: [contract], books: [book])
        var nanoseconds: [Int64] = []
        for _ in 0..<20 {
            let start = ContinuousClock.now
            for product in products {
                guard case .price = try list.price(of: product, quantity: .one) else { throw BenchFailure("\(product.sku) has no price") }
            }
            nanoseconds.append(Int64((ContinuousClock.now - start).inSeconds * 1e9))
        }
        table.add("prices of 10000 products in the process", BenchStatistics(nanoseconds: nanoseconds), target: 20)
        try measureAnswers(products, list, &table)
    }

    /// The same with receipts and digests, as `POST prices` writes them, 500 lines an answer.
    private static func measureAnswers(_ products: [Product], _ list: PriceList, _ table: inout BenchTable) throws {
        var nanoseconds: [Int64] = []
        for _ in 0..<10 {
            let start = ContinuousClock.now
            for first in stride(from: 0, to: products.count, by: 500) {
                let lines = products[first..<min(products.count, first + 500)].map { (product: $0, quantity: Quantity.one) }
                let answer = try PricesRepresentation.bytes(of: lines, in: list)
                guard !answer.isEmpty else { throw BenchFailure("no answer") }
            }
            nanoseconds.append(Int64((ContinuousClock.now - start).inSeconds * 1e9))
        }
        table.add("  with receipts, written as POST prices does", BenchStatistics(nanoseconds: nanoseconds), target: nil)
    }

    private static func rules(_ products: [Product], _ currency: Currency) throws -> [PriceRule] {
        guard let price = Money("12.50", currency), let discount = Percentage("7.5"), let nothing = Quantity("0") else {
            throw BenchFailure("no such amount")
        }
        let fixed = products.enumerated().filter { $0.offset % 4 == 0 }.map { place, product in
            PriceRule(
                position: place + 2, kind: .fixed, selector: .product(sku: product.sku), priority: 0,
                tiers: [.init(from: nothing, value: .price(price))])
        }
        return fixed + [
            PriceRule(
                position: 1, kind: .discount, selector: .everything, priority: 0, tiers: [.init(from: nothing, value: .discount(discount))])
        ]
    }
}
