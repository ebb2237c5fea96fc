import Accounts
import Catalog
import Foundation
import Kernel
import PurveyorTesting

/// Generated contracts over a few products: small numbers of everything, so that ties and overlaps are the rule.
struct Market: Sendable {
    struct Deal: Sendable {
        let contract: Contract
        let rules: [PriceRule]
        let assortment: [AssortmentRule]
        var quantities: [QuantityRule] = []

        var book: PriceBook { PriceBook(contract.key, rules: rules, assortment: assortment, quantities: quantities) }
    }

    static let dollar = Currency("USD")!
    static let euro = Currency("EUR")!
    static let day = LocalDate("2026-06-15")!

    let currency: Currency
    let deals: [Deal]
    let products: [Product]

    init(_ random: inout SeededRandom, in currency: Currency = dollar, fromNearestTo farthest: Int = 2) {
        self.currency = currency
        products = (1...4).map { Self.product("SKU-\($0)", currency, &random) }
        var deals: [Deal] = []
        for number in 1...Int.random(in: 1...5, using: &random) { deals.append(Self.deal(number, currency, farthest, &random)) }
        self.deals = deals
    }

    /// Lines of one document, the same product in several of them too.
    func document(_ random: inout SeededRandom) -> [(product: Product, quantity: Quantity)] {
        (1...Int.random(in: 1...6, using: &random)).map { _ in
            (products.randomElement(using: &random)!, Quantity(.random(in: 1...15, using: &random)))
        }
    }

    var list: PriceList {
        PriceList(on: Self.day, currency: currency, contracts: deals.map(\.contract), books: deals.map(\.book))
    }

    /// The same contracts and rules in another order.
    func shuffled(_ random: inout SeededRandom) -> PriceList {
        let mixed = deals.map { deal in
            Deal(
                contract: deal.contract,
                rules: deal.rules.map { rule in
                    PriceRule(
                        position: rule.position, kind: rule.kind, selector: rule.selector, priority: rule.priority,
                        isCumulative: rule.isCumulative, tiers: rule.tiers.shuffled(using: &random))
                }.shuffled(using: &random),
                assortment: deal.assortment.shuffled(using: &random), quantities: deal.quantities.shuffled(using: &random))
        }.shuffled(using: &random)
        return PriceList(on: Self.day, currency: currency, contracts: mixed.map(\.contract), books: mixed.map(\.book).reversed())
    }

    static func product(
        _ sku: String, category: String? = "43211503", manufacturer: String? = "Acer", unitOfMeasure: String = "H87",
        status: Product.Status = .active, listPrice: Money?
    ) -> Product {
        Product(
            id: ID(UUID()), sku: sku, kind: .item, name: sku, description: nil, manufacturer: manufacturer, manufacturerPartNumber: nil,
            category: category, categoryTitle: nil, unitOfMeasure: unitOfMeasure, leadTimeDays: nil, status: status, successor: nil,
            attributes: "{}", listPrice: listPrice)
    }

    static func contract(
        _ number: Int, distance: Int = 0, currency: Currency = dollar, isBestPrice: Bool = false
    ) -> Contract {
        Contract(
            id: ID(UUID()), number: "C-\(number)", name: "Contract \(number)", unit: ID(UUID()), distance: distance, currency: currency,
            version: 1, validFrom: LocalDate("2026-01-01")!, validTo: nil, priceHoldDays: 30, paymentTerms: nil, isBestPrice: isBestPrice)
    }

    private static func product(_ sku: String, _ currency: Currency, _ random: inout SeededRandom) -> Product {
        let price: Money? =
            random.chance(80)
            ? Money(tenThousandths: .random(in: 10_000...2_000_000, using: &random), random.chance(90) ? currency : other(currency)) : nil
        return product(
            sku, category: random.chance(90) ? ["43211503", "43211507", "43220000"].randomElement(using: &random) : nil,
            manufacturer: random.chance(90) ? ["Acer", "Brother"].randomElement(using: &random) : nil,
            unitOfMeasure: random.chance(75) ? "H87" : "HUR",
            status: random.chance(90)
                ? [.active, .lastBuy].randomElement(using: &random)! : [.announced, .ended].randomElement(using: &random)!,
            listPrice: price)
    }

    private static func deal(_ number: Int, _ currency: Currency, _ farthest: Int, _ random: inout SeededRandom) -> Deal {
        let contract = contract(
            number, distance: .random(in: 0...farthest, using: &random), currency: random.chance(85) ? currency : other(currency),
            isBestPrice: random.chance(30))
        var rules: [PriceRule] = []
        for position in 1...Int.random(in: 1...8, using: &random) { rules.append(rule(position, contract.currency, &random)) }
        var assortment = [AssortmentRule(effect: .include, selector: random.chance(60) ? .everything : selector(&random))]
        if random.chance(40) { assortment.append(AssortmentRule(effect: .include, selector: selector(&random))) }
        if random.chance(30) { assortment.append(AssortmentRule(effect: .exclude, selector: selector(&random))) }
        return Deal(contract: contract, rules: rules, assortment: assortment, quantities: quantities(&random))
    }

    private static func other(_ currency: Currency) -> Currency { currency == euro ? dollar : euro }

    private static func quantities(_ random: inout SeededRandom) -> [QuantityRule] {
        guard random.chance(40) else { return [] }
        let selectors = Set((1...Int.random(in: 1...3, using: &random)).map { _ in selector(&random) })
        return selectors.map { selector in
            let step = random.chance(60) ? Int.random(in: 2...4, using: &random) : nil
            let least = random.chance(60) ? Int.random(in: 1...6, using: &random) : nil
            let most = random.chance(40) || step == nil && least == nil ? Int.random(in: 12...40, using: &random) : nil
            return QuantityRule(
                selector: selector, minimum: least.map { Quantity($0) }, maximum: most.map { Quantity($0) },
                multiple: step.map { Quantity($0) })
        }
    }

    private static func rule(_ position: Int, _ currency: Currency, _ random: inout SeededRandom) -> PriceRule {
        let isFixed = random.chance(35)
        let isFree = isFixed && random.chance(15)
        var from: Int64 = random.chance(90) ? 0 : 5_000
        var tiers: [PriceRule.Tier] = []
        for _ in 1...Int.random(in: 1...3, using: &random) {
            let value: PriceRule.Value =
                isFixed
                ? .price(Money(tenThousandths: isFree ? 0 : .random(in: 1...4, using: &random) * 250_000, currency))
                : .discount(Percentage(tenThousandths: .random(in: 0...10, using: &random) * 50_000)!)
            tiers.append(.init(from: Quantity(thousandths: from), value: value))
            from += .random(in: 1...20, using: &random) * 1000
        }
        let sku = ProductSelector.product(sku: "SKU-\(Int.random(in: 1...4, using: &random))")
        return PriceRule(
            position: position, kind: isFree ? .free : isFixed ? .fixed : .discount, selector: isFixed ? sku : selector(&random),
            priority: .random(in: 0...1, using: &random), isCumulative: random.chance(40), tiers: tiers)
    }

    private static func selector(_ random: inout SeededRandom) -> ProductSelector {
        switch Int.random(in: 0...3, using: &random) {
        case 0: .product(sku: "SKU-\(Int.random(in: 1...4, using: &random))")
        case 1: .category(prefix: ["43", "4321", "432115", "43211503", "4322"].randomElement(using: &random)!)
        case 2: .manufacturer(["Acer", "Brother"].randomElement(using: &random)!)
        default: .everything
        }
    }
}
