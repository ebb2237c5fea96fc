import Catalog
import Kernel
import PurveyorTesting
import Testing

@Suite struct PriceLadderTests {
    @Test func `the ladder says the price of every quantity that can be ordered`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var checked = 0
        for _ in 1...300 {
            let market = Market(&random)
            for product in market.products {
                let comment: Comment = "seed \(seed), \(product.sku)"
                guard let ladder = try market.list.ladder(of: product) else {
                    #expect(try market.list.price(of: product, quantity: .one) == .notInAssortment, comment)
                    continue
                }
                #expect(ladder.steps.map(\.from) == ladder.steps.map(\.from).sorted(), comment)
                for (one, next) in zip(ladder.steps, ladder.steps.dropFirst()) {
                    #expect(one.price?.unitPrice != next.price?.unitPrice, comment)
                }
                for _ in 1...40 {
                    let thousandths =
                        product.isCounted ? Int64.random(in: 1...90, using: &random) * 1000 : Int64.random(in: 1...90_000, using: &random)
                    let quantity = Quantity(thousandths: thousandths)
                    let step = ladder.steps.last { $0.from <= quantity }
                    switch try market.list.price(of: product, quantity: quantity) {
                    case .notInAssortment: Issue.record("not there, \(comment)")
                    case .onRequest: #expect(step != nil && step?.price == nil, comment)
                    case .price(let price):
                        guard price.quantityRule?.breach(by: quantity) == nil else { continue }
                        #expect(step?.price?.unitPrice == price.unitPrice, "\(comment), \(quantity)")
                        checked += 1
                    }
                }
                for step in ladder.steps {
                    guard let price = step.price else { continue }
                    #expect(price.quantityRule?.breach(by: step.from) == nil, comment)
                    #expect(try market.list.price(of: product, quantity: step.from) == .price(price), comment)
                }
            }
        }
        #expect(checked > 5_000)
    }

    @Test(
        arguments: [
            ("1", nil, nil, nil, nil), ("4", "5", nil, nil, QuantityRule.Breach.belowMinimum(Quantity(5))),
            ("5", "5", nil, nil, nil), ("21", nil, "20", nil, .aboveMaximum(Quantity(20))), ("20", nil, "20", nil, nil),
            ("7", nil, nil, "5", .notAMultiple(Quantity(5))), ("10", "6", "12", "5", nil),
            ("15", "6", "12", "5", .aboveMaximum(Quantity(12))),
        ] as [(String, String?, String?, String?, QuantityRule.Breach?)])
    func `a line's quantity is from the minimum to the maximum and a multiple`(
        _ quantity: String, _ least: String?, _ most: String?, _ step: String?, _ expected: QuantityRule.Breach?
    ) throws {
        let rule = QuantityRule(
            selector: .everything, minimum: least.flatMap { Quantity($0) }, maximum: most.flatMap { Quantity($0) },
            multiple: step.flatMap { Quantity($0) })
        #expect(rule.breach(by: try #require(Quantity(quantity))) == expected)
    }

    @Test func `of several quantity rules the most specific holds, whole`() throws {
        let contract = Market.contract(1)
        let book = PriceBook(
            contract.key, rules: [], assortment: [AssortmentRule(effect: .include, selector: .everything)],
            quantities: [
                QuantityRule(selector: .everything, minimum: Quantity(10)),
                QuantityRule(selector: .category(prefix: "432115"), multiple: Quantity(2)),
                QuantityRule(selector: .category(prefix: "43"), maximum: Quantity(3)),
            ])
        let list = PriceList(on: Market.day, currency: Market.dollar, contracts: [contract], books: [book])
        for (category, expected) in [("43211503", "43"), ("43990000", "43"), (nil, "everything")] as [(String?, String)] {
            let product = Market.product("SKU-1", category: category, listPrice: Money("1", Market.dollar))
            guard case .price(let price) = try list.price(of: product, quantity: .one) else {
                Issue.record("no price")
                continue
            }
            let rule = try #require(price.quantityRule)
            switch category {
            case "43211503": #expect(rule.multiple == Quantity(2) && rule.maximum == nil && rule.minimum == nil)
            case nil: #expect(rule.minimum == Quantity(10) && expected == "everything")
            default: #expect(rule.maximum == Quantity(3) && rule.minimum == nil)
            }
        }
    }
}
