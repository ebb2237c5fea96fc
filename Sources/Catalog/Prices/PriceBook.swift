import Kernel

/// A published contract version compiled for looking up: immutable, so it may be remembered by its key for as long as there is room.
package final class PriceBook: Sendable {
    /// What the version says of the products that one selector names.
    private struct Entry: Sendable {
        var rules: [PriceRule] = []
        var quantity: QuantityRule?
        var isIncluded = false
        var isExcluded = false
    }

    /// What the version says of one product.
    struct Reading {
        /// In the assortment: included by any rule and excluded by none.
        var isHeld = false
        /// From the most specific selector to the least, each in the order of the contract.
        var rules: [PriceRule] = []
        var quantity: QuantityRule?
    }

    package let key: ContractVersionKey
    package let ruleCount: Int
    let hasCumulativeRules: Bool
    private let entries: [ProductSelector: Entry]
    /// What any rule of the assortment includes, and what any excludes.
    let included: ProductSelection
    let excluded: ProductSelection
    /// What a rule of any kind names by itself.
    let namedSKUs: Set<String>
    let namedManufacturers: Set<String>

    package init(
        _ key: ContractVersionKey, rules: [PriceRule], assortment: [AssortmentRule], quantities: [QuantityRule] = []
    ) {
        self.key = key
        ruleCount = rules.count + assortment.count + quantities.count
        hasCumulativeRules = rules.contains(where: \.isCumulative)
        included = ProductSelection(assortment.filter { $0.effect == .include }.map(\.selector))
        excluded = ProductSelection(assortment.filter { $0.effect == .exclude }.map(\.selector))
        var entries: [ProductSelector: Entry] = [:]
        for rule in rules.sorted(by: { $0.position < $1.position }) { entries[rule.selector, default: Entry()].rules.append(rule) }
        for rule in quantities { entries[rule.selector, default: Entry()].quantity = rule }
        for rule in assortment {
            switch rule.effect {
            case .include: entries[rule.selector, default: Entry()].isIncluded = true
            case .exclude: entries[rule.selector, default: Entry()].isExcluded = true
            }
        }
        self.entries = entries
        namedSKUs = Set(entries.keys.compactMap { if case .product(let sku) = $0 { sku } else { nil } })
        namedManufacturers = Set(entries.keys.compactMap { if case .manufacturer(let name) = $0 { name } else { nil } })
    }

    /// - Parameter selectors: every one that speaks of the product, the most specific first.
    func reading(_ selectors: [ProductSelector]) -> Reading {
        var reading = Reading()
        for selector in selectors {
            guard let entry = entries[selector] else { continue }
            if entry.isExcluded { return Reading() }
            if entry.isIncluded { reading.isHeld = true }
            if reading.quantity == nil { reading.quantity = entry.quantity }
            if reading.rules.isEmpty { reading.rules = entry.rules } else { reading.rules += entry.rules }
        }
        return reading
    }
}
