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

        var book: PriceBook { PriceBook(contract.key, rules: rules, assortment: assortment) }
    }

    static let dollar = Currency("USD")!
    static let euro = Currency("EUR")!
    static let day = LocalDate("2026-06-15")!

    let deals: [Deal]
    let products: [Product]

    init(_ random: inout SeededRandom) {
        products = (1...4).map { Self.product("SKU-\($0)", &random) }
        var deals: [Deal] = []
        for number in 1...Int.random(in: 1...5, using: &random) { deals.append(Self.deal(number, &random)) }
        self.deals = deals
    }

    var list: PriceList {
        PriceList(on: Self.day, currency: Self.dollar, contracts: deals.map(\.contract), books: deals.map(\.book))
    }

    /// The same contracts and rules in another order.
    func shuffled(_ random: inout SeededRandom) -> PriceList {
        let mixed = deals.map { deal in
            Deal(
                contract: deal.contract,
                rules: deal.rules.map { rule in
                    PriceRule(
                        position: rule.position, kind: rule.kind, selector: rule.selector, priority: rule.priority,
                        tiers: rule.tiers.shuffled(using: &random))
                }.shuffled(using: &random),
                assortment: deal.assortment.shuffled(using: &random))
        }.shuffled(using: &random)
        return PriceList(on: Self.day, currency: Self.dollar, contracts: mixed.map(\.contract), books: mixed.map(\.book).reversed())
    }

    static func product(
        _ sku: String, category: String? = "43211503", manufacturer: String? = "Acer", status: Product.Status = .active, listPrice: Money?
    ) -> Product {
        Product(
            id: ID(UUID()), sku: sku, kind: .item, name: sku, description: nil, manufacturer: manufacturer, manufacturerPartNumber: nil,
            category: category, categoryTitle: nil, unitOfMeasure: "H87", leadTimeDays: nil, status: status, successor: nil,
            attributes: "{}", listPrice: listPrice)
    }

    static func contract(
        _ number: Int, distance: Int = 0, currency: Currency = dollar, isBestPrice: Bool = false
    ) -> Contract {
        Contract(
            id: ID(UUID()), number: "C-\(number)", name: "Contract \(number)", unit: ID(UUID()), distance: distance, currency: currency,
            version: 1, validFrom: LocalDate("2026-01-01")!, validTo: nil, priceHoldDays: 30, paymentTerms: nil, isBestPrice: isBestPrice)
    }

    private static func product(_ sku: String, _ random: inout SeededRandom) -> Product {
        let price: Money? =
            random.chance(80)
            ? Money(tenThousandths: .random(in: 10_000...2_000_000, using: &random), random.chance(90) ? dollar : euro) : nil
        return product(
            sku, category: random.chance(90) ? ["43211503", "43211507", "43220000"].randomElement(using: &random) : nil,
            manufacturer: random.chance(90) ? ["Acer", "Brother"].randomElement(using: &random) : nil,
            status: random.chance(90)
                ? [.active, .lastBuy].randomElement(using: &random)! : [.announced, .ended].randomElement(using: &random)!,
            listPrice: price)
    }

    private static func deal(_ number: Int, _ random: inout SeededRandom) -> Deal {
        let contract = contract(
            number, distance: .random(in: 0...2, using: &random), currency: random.chance(85) ? dollar : euro,
            isBestPrice: random.chance(30))
        var rules: [PriceRule] = []
        for position in 1...Int.random(in: 1...8, using: &random) { rules.append(rule(position, contract.currency, &random)) }
        var assortment = [AssortmentRule(effect: .include, selector: random.chance(60) ? .everything : selector(&random))]
        if random.chance(40) { assortment.append(AssortmentRule(effect: .include, selector: selector(&random))) }
        if random.chance(30) { assortment.append(AssortmentRule(effect: .exclude, selector: selector(&random))) }
        return Deal(contract: contract, rules: rules, assortment: assortment)
    }

    private static func rule(_ position: Int, _ currency: Currency, _ random: inout SeededRandom) -> PriceRule {
        let isFixed = random.chance(35)
        var from: Int64 = random.chance(90) ? 0 : 5_000
        var tiers: [PriceRule.Tier] = []
        for _ in 1...Int.random(in: 1...3, using: &random) {
            let value: PriceRule.Value =
                isFixed
                ? .price(Money(tenThousandths: .random(in: 1...4, using: &random) * 250_000, currency))
                : .discount(Percentage(tenThousandths: .random(in: 0...10, using: &random) * 50_000)!)
            tiers.append(.init(from: Quantity(thousandths: from), value: value))
            from += .random(in: 1...20, using: &random) * 1000
        }
        let sku = ProductSelector.product(sku: "SKU-\(Int.random(in: 1...4, using: &random))")
        return PriceRule(
            position: position, kind: isFixed ? .fixed : .discount, selector: isFixed ? sku : selector(&random),
            priority: .random(in: 0...1, using: &random), tiers: tiers)
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
