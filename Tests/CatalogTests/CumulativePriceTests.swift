import Catalog
import Foundation
import Kernel
import PurveyorTesting
import Testing

/// A rule that counts lines together: what stands beside a line in its document decides which step it reaches.
@Suite struct CumulativePriceTests {
    private typealias Line = (product: Product, quantity: Quantity)

    private func outcome(_ outcome: PriceOutcome) -> NaivePrice.Outcome {
        switch outcome {
        case .notInAssortment: .notInAssortment
        case .onRequest: .onRequest
        case .price(let price):
            .price(
                NaivePrice(
                    contract: price.contract.number, position: price.receipt.rule?.position ?? 0,
                    unitPrice: Decimal(price.unitPrice.tenThousandths)))
        }
    }

    private func overDocuments(
        _ count: Int, _ body: (Market, [Line], inout SeededRandom, Comment) throws -> Void
    ) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for round in 1...count {
            let market = Market(&random)
            for _ in 1...5 {
                let document = market.document(&random)
                try body(market, document, &random, "seed \(seed), market \(round)")
            }
        }
    }

    @Test func `every line of a document costs what rule 4 says with all lines of a cumulative rule counted`() throws {
        var seen = (together: 0, alone: 0)
        try overDocuments(400) { market, document, _, comment in
            let volumes = CumulativeVolumes(of: document, in: market.list)
            for line in document {
                let ours = try market.list.price(of: line.product, quantity: line.quantity, among: volumes)
                #expect(
                    outcome(ours) == NaivePrice.of(line.product, line.quantity, market.deals, market.currency, in: document), comment)
                guard case .price(let price) = ours else { continue }
                let alone = try market.list.price(of: line.product, quantity: line.quantity)
                if case .price(let alone) = alone, alone.unitPrice != price.unitPrice { seen.together += 1 } else { seen.alone += 1 }
            }
        }
        #expect(min(seen.together, seen.alone) > 50, "the generator has become too tame: \(seen)")
    }

    @Test func `the order of the lines does not matter, receipts included`() throws {
        try overDocuments(150) { market, document, random, comment in
            let (one, other) = (document, document.shuffled(using: &random))
            #expect(CumulativeVolumes(of: one, in: market.list) == CumulativeVolumes(of: other, in: market.list), comment)
        }
    }

    @Test func `a receipt names the quantity that its step was reached by, and only where lines count together`() throws {
        var named = 0
        try overDocuments(150) { market, document, _, comment in
            let volumes = CumulativeVolumes(of: document, in: market.list)
            for line in document {
                guard case .price(let price) = try market.list.price(of: line.product, quantity: line.quantity, among: volumes) else {
                    continue
                }
                let receipt = price.receipt
                try receipt.check()
                #expect((receipt.rule?.cumulativeQuantity != nil) == price.isCumulative, comment)
                guard let counted = receipt.rule?.cumulativeQuantity else { continue }
                #expect(counted >= line.quantity, comment)
                if counted > line.quantity { named += 1 }
            }
        }
        #expect(named > 50)
    }

    @Test func `with discounts that rise, another line never makes one dearer`() throws {
        let (contract, everything) = (Market.contract(1), AssortmentRule(effect: .include, selector: .everything))
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 1...300 {
            let rules = (1...4).map { position -> PriceRule in
                let selectors: [ProductSelector] = [.manufacturer("Acer"), .everything, .category(prefix: "43"), .product(sku: "SKU-1")]
                var (from, percent) = (Int64(0), Int32(0))
                let tiers = (1...3).map { _ -> PriceRule.Tier in
                    defer {
                        from += .random(in: 1...8, using: &random) * 1000
                        percent += .random(in: 1...10, using: &random) * 10_000
                    }
                    return .init(from: Quantity(thousandths: from), value: .discount(Percentage(tenThousandths: percent)!))
                }
                return PriceRule(
                    position: position, kind: .discount, selector: selectors.randomElement(using: &random)!, priority: 0,
                    isCumulative: Bool.random(using: &random), tiers: tiers)
            }
            let list = PriceList(
                on: Market.day, currency: Market.dollar, contracts: [contract],
                books: [PriceBook(contract.key, rules: rules, assortment: [everything])])
            let products = (1...3).map { Market.product("SKU-\($0)", listPrice: Money("100", Market.dollar)) }
            var lines: [Line] = []
            var before: [Money] = []
            for _ in 1...6 {
                lines.append((products.randomElement(using: &random)!, Quantity(.random(in: 1...6, using: &random))))
                let volumes = CumulativeVolumes(of: lines, in: list)
                let prices = try lines.compactMap { line -> Money? in
                    guard case .price(let price) = try list.price(of: line.product, quantity: line.quantity, among: volumes) else {
                        return nil
                    }
                    return price.unitPrice
                }
                for (old, new) in zip(before, prices) { #expect(try !old.isLess(than: new), "seed \(seed)") }
                before = prices
            }
        }
    }

    @Test func `hours and pieces are not counted together`() throws {
        let contract = Market.contract(1)
        let rule = PriceRule(
            position: 1, kind: .discount, selector: .everything, priority: 0, isCumulative: true,
            tiers: [
                .init(from: Quantity(0), value: .discount(Percentage("0")!)),
                .init(from: Quantity(10), value: .discount(Percentage("10")!)),
            ])
        let book = PriceBook(contract.key, rules: [rule], assortment: [AssortmentRule(effect: .include, selector: .everything)])
        let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [book])
        let piece = Market.product("SKU-1", listPrice: Money("100", Market.dollar))
        let hour = Market.product("SKU-2", unitOfMeasure: "HUR", listPrice: Money("100", Market.dollar))
        for (other, expected) in [(hour, "100.00"), (piece, "90.00")] {
            let volumes = CumulativeVolumes(of: [(piece, Quantity(6)), (other, Quantity(6))], in: list)
            guard case .price(let price) = try list.price(of: piece, quantity: Quantity(6), among: volumes) else {
                Issue.record("no price")
                continue
            }
            #expect(price.unitPrice.amount == expected)
        }
    }

    @Test func `a sum of quantities too large to be stored is refused`() throws {
        let contract = Market.contract(1)
        let rule = PriceRule(
            position: 1, kind: .discount, selector: .everything, priority: 0, isCumulative: true,
            tiers: [.init(from: Quantity(0), value: .discount(Percentage("10")!))])
        let book = PriceBook(contract.key, rules: [rule], assortment: [AssortmentRule(effect: .include, selector: .everything)])
        let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [book])
        let product = Market.product("SKU-1", listPrice: Money("0.0001", Market.dollar))
        let line: Line = (product, Quantity(thousandths: 999_999_999_999_999))
        let volumes = CumulativeVolumes(of: [line, line], in: list)
        #expect(throws: AmountOutOfRange.self) { try list.price(of: product, quantity: line.quantity, among: volumes) }
    }
}
