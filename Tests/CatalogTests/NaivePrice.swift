import Catalog
import Foundation
import Kernel

/// Rule 4 once more, written from product.md as plainly as possible: sort everything, take the first.
struct NaivePrice: Equatable {
    var contract: String
    /// Zero: list price.
    var position: Int
    var unitPrice: Decimal

    enum Outcome: Equatable {
        case price(NaivePrice)
        case notInAssortment
        case onRequest
    }

    private struct Entry {
        let deal: Market.Deal
        let rule: PriceRule
        let price: Decimal
        /// Fixed price, product, category by depth, manufacturer, everything.
        let rank: Int
        let depth: Int
    }

    /// - Parameter document: the lines that it stands among, itself one of them; nil where it stands alone.
    static func of(
        _ product: Product, _ quantity: Quantity, _ deals: [Market.Deal], _ currency: Currency,
        in document: [(product: Product, quantity: Quantity)]? = nil
    ) -> Outcome {
        let document = document ?? [(product, quantity)]
        guard [.active, .lastBuy].contains(product.status(on: Market.day)) else { return .notInAssortment }
        let holding = deals.filter { holds($0, product) }.sorted {
            ($0.contract.distance, $0.contract.number) < ($1.contract.distance, $1.contract.number)
        }
        guard !holding.isEmpty else { return .notInAssortment }
        let list = product.listPrice?.currency == currency ? product.listPrice.map { Decimal($0.tenThousandths) } : nil

        for distance in Set(holding.map(\.contract.distance)).sorted() {
            let winners = holding.filter { $0.contract.distance == distance }.compactMap { deal -> Entry? in
                let entries = deal.rules.compactMap {
                    entry($0, deal, product, counted($0, deal, product, quantity, document), list, currency)
                }
                guard deal.contract.isBestPrice else { return entries.min(by: inOrder) }
                return entries.min { ($0.price, -$0.depth, $0.rule.position) < ($1.price, -$1.depth, $1.rule.position) }
            }
            if let winner = winners.min(by: inOrder) {
                return .price(.init(contract: winner.deal.contract.number, position: winner.rule.position, unitPrice: winner.price))
            }
        }
        guard let list, let first = holding.first(where: { $0.contract.currency == currency }) else { return .onRequest }
        return .price(.init(contract: first.contract.number, position: 0, unitPrice: list))
    }

    private static func holds(_ deal: Market.Deal, _ product: Product) -> Bool {
        let effects = deal.assortment.filter { speaks($0.selector, of: product) }.map(\.effect)
        return effects.contains(.include) && !effects.contains(.exclude)
    }

    /// What a rule's tier is reached by: the line, or all lines of the same measure that can be had and that it speaks of.
    private static func counted(
        _ rule: PriceRule, _ deal: Market.Deal, _ product: Product, _ quantity: Quantity,
        _ document: [(product: Product, quantity: Quantity)]
    ) -> Quantity {
        guard rule.isCumulative else { return quantity }
        var sum: Int64 = 0
        for line in document where line.product.unitOfMeasure == product.unitOfMeasure {
            guard [.active, .lastBuy].contains(line.product.status(on: Market.day)) else { continue }
            if holds(deal, line.product), speaks(rule.selector, of: line.product) { sum += line.quantity.thousandths }
        }
        return Quantity(thousandths: sum)
    }

    private static func inOrder(_ left: Entry, _ right: Entry) -> Bool {
        let (a, b) = ((left.rank, left.rule.priority), (right.rank, right.rule.priority))
        if a != b { return a > b }
        if left.price != right.price { return left.price < right.price }
        return (left.deal.contract.number, left.rule.position) < (right.deal.contract.number, right.rule.position)
    }

    private static func entry(
        _ rule: PriceRule, _ deal: Market.Deal, _ product: Product, _ quantity: Quantity, _ list: Decimal?, _ currency: Currency
    ) -> Entry? {
        guard speaks(rule.selector, of: product), deal.contract.currency == currency else { return nil }
        var reached: PriceRule.Tier?
        for tier in rule.tiers where tier.from.thousandths <= quantity.thousandths {
            if reached.map({ $0.from.thousandths < tier.from.thousandths }) ?? true { reached = tier }
        }
        let depth = depth(rule.selector)
        switch reached?.value {
        case .price(let price)?:
            return Entry(deal: deal, rule: rule, price: Decimal(price.tenThousandths), rank: 100, depth: depth)
        case .discount(let percentage)?:
            guard let list else { return nil }
            var exact = list * Decimal(1_000_000 - Int(percentage.tenThousandths)) / 1_000_000
            var rounded = Decimal()
            NSDecimalRound(&rounded, &exact, 0, .plain)
            // A discount of less than all leaves something.
            if rounded == 0, list > 0, percentage.tenThousandths < 1_000_000 { rounded = 1 }
            return Entry(deal: deal, rule: rule, price: rounded, rank: depth, depth: depth)
        case nil: return nil
        }
    }

    private static func depth(_ selector: ProductSelector) -> Int {
        switch selector {
        case .product: 50
        case .category(let prefix): 1 + prefix.count
        case .manufacturer: 1
        case .everything: 0
        }
    }

    private static func speaks(_ selector: ProductSelector, of product: Product) -> Bool {
        switch selector {
        case .product(let sku): sku == product.sku
        case .category(let prefix): product.category?.hasPrefix(prefix) ?? false
        case .manufacturer(let name): name == product.manufacturer
        case .everything: true
        }
    }
}

extension ProductSelector {
    /// Every selector that speaks of the product.
    static func matching(_ product: Product) -> [ProductSelector] {
        var selectors: [ProductSelector] = [.product(sku: product.sku)]
        if let category = product.category {
            selectors += stride(from: 8, through: 2, by: -2).map { .category(prefix: String(category.prefix($0))) }
        }
        if let manufacturer = product.manufacturer { selectors.append(.manufacturer(manufacturer)) }
        return selectors + [.everything]
    }
}
