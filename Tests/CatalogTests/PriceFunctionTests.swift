import Catalog
import Foundation
import Kernel
import PurveyorTesting
import Testing

@Suite struct PriceFunctionTests {
    static let quantities = [1, 500, 1_000, 4_999, 5_000, 7_000, 20_000, 100_000] as [Int64]

    private func naive(_ outcome: PriceOutcome) -> NaivePrice.Outcome {
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

    /// Runs `body` over generated markets, each product at each quantity.
    private func overMarkets(
        _ count: Int, _ body: (Market, Product, Quantity, inout SeededRandom, Comment) throws -> Void
    ) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for round in 1...count {
            let market = Market(&random)
            for product in market.products {
                for quantity in Self.quantities {
                    try body(
                        market, product, Quantity(thousandths: quantity), &random,
                        "seed \(seed), market \(round), \(product.sku) × \(quantity)/1000")
                }
            }
        }
    }

    @Test func `the winner is the one that rule 4 names`() throws {
        var seen = (prices: 0, lists: 0, onRequest: 0, outside: 0)
        try overMarkets(600) { market, product, quantity, _, comment in
            let ours = naive(try market.list.price(of: product, quantity: quantity))
            #expect(ours == NaivePrice.of(product, quantity, market.deals, Market.dollar), comment)
            switch ours {
            case .price(let price): price.position == 0 ? (seen.lists += 1) : (seen.prices += 1)
            case .onRequest: seen.onRequest += 1
            case .notInAssortment: seen.outside += 1
            }
        }
        #expect(min(seen.prices, seen.lists, seen.onRequest, seen.outside) > 50, "the generator has become too tame: \(seen)")
    }

    @Test func `the order in which contracts, rules and tiers are read does not matter`() throws {
        try overMarkets(200) { market, product, quantity, random, comment in
            let one = try market.list.price(of: product, quantity: quantity)
            let other = try market.shuffled(&random).price(of: product, quantity: quantity)
            #expect(naive(one) == naive(other), comment)
            guard case .price(let price) = one, case .price(let again) = other else { return }
            #expect(try price.receipt.digest() == again.receipt.digest(), comment)
        }
    }

    @Test func `every rule that speaks of the product won or is listed as lost, with the reason that holds`() throws {
        try overMarkets(200) { market, product, quantity, _, comment in
            guard case .price(let price) = try market.list.price(of: product, quantity: quantity) else { return }
            let receipt = price.receipt
            let selectors = ProductSelector.matching(product)
            let holding = market.deals.filter { deal in
                let effects = deal.assortment.filter { selectors.contains($0.selector) }.map(\.effect)
                return effects.contains(.include) && !effects.contains(.exclude)
            }
            let speaking = holding.flatMap { deal in
                deal.rules.filter { selectors.contains($0.selector) }.map { "\(deal.contract.number) \($0.position)" }
            }
            var told = receipt.lost.map { "\($0.contract) \($0.position)" }
            if let rule = receipt.rule { told.append("\(receipt.contract.number) \(rule.position)") }
            #expect(told.sorted() == speaking.sorted(), comment)
            for lost in receipt.lost {
                let deal = try #require(holding.first { $0.contract.number == lost.contract })
                try check(lost, of: deal, against: price, product, quantity, comment)
            }
        }
    }

    private func check(
        _ lost: Receipt.LostRule, of deal: Market.Deal, against price: Price, _ product: Product, _ quantity: Quantity, _ comment: Comment
    ) throws {
        let rule = try #require(deal.rules.first { $0.position == lost.position })
        let amount = lost.unitPrice.flatMap { Money($0, Market.dollar) }?.tenThousandths
        switch lost.reason {
        case .otherCurrency: #expect(deal.contract.currency != Market.dollar && amount == nil, comment)
        case .noListPrice: #expect(product.listPrice?.currency != Market.dollar && amount == nil, comment)
        case .quantityBelowTiers: #expect(rule.tiers.allSatisfy { $0.from > quantity } && amount == nil, comment)
        case .fartherUnit: #expect(deal.contract.distance > price.contract.distance, comment)
        case .lessSpecific, .lowerPriority: #expect(deal.contract.distance == price.contract.distance && amount != nil, comment)
        case .higherPrice:
            let best = deal.rules.compactMap { other in
                naivePrice(other, product, quantity)
            }.min()
            #expect((amount ?? .min) > min(price.unitPrice.tenThousandths, best ?? .max), comment)
        case .equalButLater: #expect((amount ?? .min) >= price.unitPrice.tenThousandths || deal.contract.isBestPrice, comment)
        }
    }

    private func naivePrice(_ rule: PriceRule, _ product: Product, _ quantity: Quantity) -> Int64? {
        guard ProductSelector.matching(product).contains(rule.selector) else { return nil }
        switch rule.tiers.filter({ $0.from <= quantity }).max(by: { $0.from < $1.from })?.value {
        case .price(let price)?: return price.tenThousandths
        case .discount(let discount)?: return try? product.listPrice?.discounted(by: discount).tenThousandths
        case nil: return nil
        }
    }

    @Test func `a price of nothing is a cost-free rule's or that of a discount of all, and no rounding's`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var least = 0
        for _ in 1...3000 {
            let market = Market(&random)
            let most = PriceRule(
                position: 99, kind: .discount, selector: .everything, priority: 9, isCumulative: random.chance(50),
                tiers: [.init(from: Quantity(0), value: .discount(Percentage("99.99")!))])
            let deals = market.deals.map {
                Market.Deal(contract: $0.contract, rules: $0.rules + [most], assortment: $0.assortment, quantities: $0.quantities)
            }
            let list = PriceList(
                on: Market.day, currency: market.currency, contracts: deals.map(\.contract), books: deals.map(\.book))
            for one in market.products {
                let product = Market.product(
                    one.sku, category: one.category, manufacturer: one.manufacturer,
                    listPrice: Money(tenThousandths: .random(in: 1...9000, using: &random), market.currency))
                guard case .price(let price) = try list.price(of: product, quantity: .one) else { continue }
                let receipt = price.receipt
                guard case .price(let expected) = NaivePrice.of(product, .one, deals, market.currency) else {
                    Issue.record("priced and should not be, seed \(seed)")
                    continue
                }
                #expect(Decimal(price.unitPrice.tenThousandths) == expected.unitPrice, "seed \(seed)")
                #expect(throws: Never.self, "seed \(seed)") { try receipt.check() }
                if price.unitPrice.tenThousandths == 0 { #expect(receipt.rule?.kind == .free, "seed \(seed)") }
                guard let held = receipt.steps.first(where: { $0.operation == .leastPrice }) else { continue }
                least += 1
                #expect(held.result == "0.0001" && receipt.unitPrice == "0.0001" && receipt.rule?.kind == .discount, "seed \(seed)")
                #expect(receipt.steps[1].result == "0.00", "seed \(seed)")
            }
        }
        #expect(least > 0, "seed \(seed)")
    }

    @Test func `a receipt that lets a discount round to nothing, or holds what did not, is none`() throws {
        let contract = Market.contract(1)
        let product = Market.product("SKU-1", listPrice: Money("0.0040", Market.dollar))
        func receipt(_ percent: String) throws -> Receipt {
            let rule = PriceRule(
                position: 1, kind: .discount, selector: .everything, priority: 0,
                tiers: [.init(from: Quantity(0), value: .discount(Percentage(percent)!))])
            let deal = Market.Deal(
                contract: contract, rules: [rule], assortment: [AssortmentRule(effect: .include, selector: .everything)])
            let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [deal.book])
            guard case .price(let price) = try list.price(of: product, quantity: Quantity(1000)) else { throw AmountOutOfRange() }
            return price.receipt
        }
        #expect(try receipt("99.99").unitPrice == "0.0001" && receipt("99.99").lineTotal == "0.10")
        #expect(try receipt("100").unitPrice == "0.00" && receipt("50").unitPrice == "0.002")
        let (held, none) = (try receipt("99.99").canonical(), try receipt("100").canonical())
        func flaw(_ text: String) -> Receipt.Flaw? {
            do {
                try JSONDecoder().decode(Receipt.self, from: Data(text.utf8)).check()
                return nil
            } catch { return error as? Receipt.Flaw }
        }
        #expect(flaw(held) == nil && flaw(none) == nil)
        let rounded = none.replacing(#""operand":"100","operation":"discount""#, with: #""operand":"99.99","operation":"discount""#)
        #expect(flaw(rounded) == .unitPrice)
        #expect(flaw(held.replacing(#""operand":"99.99""#, with: #""operand":"50""#)) != nil)
        #expect(
            flaw(
                held.replacing(
                    #""operand":"0.0001","operation":"leastPrice","result":"0.0001""#,
                    with: #""operand":"0.0002","operation":"leastPrice","result":"0.0002""#)) != nil)
    }

    @Test func `a volume tier is a step of the rule that won, from its quantity on`() throws {
        let contract = Market.contract(1)
        let rule = PriceRule(
            position: 1, kind: .discount, selector: .everything, priority: 0,
            tiers: [
                .init(from: Quantity(0), value: .discount(Percentage("5")!)),
                .init(from: Quantity(10), value: .discount(Percentage("10")!)),
                .init(from: Quantity(100), value: .discount(Percentage("12.5")!)),
            ])
        let book = PriceBook(contract.key, rules: [rule], assortment: [AssortmentRule(effect: .include, selector: .everything)])
        let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [book])
        let product = Market.product("SKU-1", listPrice: Money("200", Market.dollar))
        let ladder = [("1", "190.00"), ("9.999", "190.00"), ("10", "180.00"), ("99.999", "180.00"), ("100", "175.00"), ("5000", "175.00")]
        for (quantity, expected) in ladder {
            let quantity = try #require(Quantity(quantity))
            guard case .price(let price) = try list.price(of: product, quantity: quantity) else {
                Issue.record("no price at \(quantity)")
                continue
            }
            #expect(price.unitPrice.amount == expected, "at \(quantity)")
        }
    }

    @Test func `a fixed price holds above a discount, unless the contract says best price`() throws {
        for (isBestPrice, expected) in [(false, "95.00"), (true, "90.00")] {
            let contract = Market.contract(1, isBestPrice: isBestPrice)
            let fixed = PriceRule(
                position: 1, kind: .fixed, selector: .product(sku: "SKU-1"), priority: 0,
                tiers: [.init(from: Quantity(0), value: .price(Money("95", Market.dollar)!))])
            let discount = PriceRule(
                position: 2, kind: .discount, selector: .everything, priority: 9,
                tiers: [.init(from: Quantity(0), value: .discount(Percentage("10")!))])
            let book = PriceBook(
                contract.key, rules: [fixed, discount], assortment: [AssortmentRule(effect: .include, selector: .everything)])
            let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [book])
            guard
                case .price(let price) = try list.price(of: Market.product("SKU-1", listPrice: Money("100", Market.dollar)), quantity: .one)
            else {
                Issue.record("no price")
                continue
            }
            #expect(price.unitPrice.amount == expected)
            #expect(price.receipt.lost.map(\.reason) == [isBestPrice ? .higherPrice : .lessSpecific])
        }
    }

    @Test func `a price too large to be stored exactly is refused, not rounded`() throws {
        let contract = Market.contract(1)
        let book = PriceBook(contract.key, rules: [], assortment: [AssortmentRule(effect: .include, selector: .everything)])
        let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [book])
        let product = Market.product("SKU-1", listPrice: Money("900000000000000", Market.dollar))
        #expect(throws: AmountOutOfRange.self) { try list.price(of: product, quantity: Quantity(2)) }
    }
}
