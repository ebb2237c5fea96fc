import Kernel

/// A published contract version compiled for looking up: immutable, so it may be remembered by its key for as long as there is room.
package final class PriceBook: Sendable {
    /// What the version says of the products that one selector names.
    final class Entry: Sendable {
        let rules: [PriceRule]
        let quantity: QuantityRule?
        let isIncluded: Bool
        let isExcluded: Bool

        fileprivate init(_ said: Said) {
            (rules, quantity, isIncluded, isExcluded) = (said.rules, said.quantity, said.isIncluded, said.isExcluded)
        }
    }

    /// An entry that is being put together.
    fileprivate struct Said {
        var rules: [PriceRule] = []
        var quantity: QuantityRule?
        var isIncluded = false
        var isExcluded = false
    }

    /// What the version says of one product: from the most specific selector to the least, each in the order of the contract.
    struct Reading {
        private var entries = InlineArray<7, Entry?>(repeating: nil)
        private var count = 0
        private var isIncluded = false
        private var isExcluded = false

        /// In the assortment: included by any rule and excluded by none.
        var isHeld: Bool { isIncluded && !isExcluded }

        var quantity: QuantityRule? {
            for place in 0..<count { if let quantity = entries[place]?.quantity { return quantity } }
            return nil
        }

        func forEachRule<Failure>(_ body: (PriceRule) throws(Failure) -> Void) throws(Failure) {
            for place in 0..<count {
                guard let entry = entries[place] else { continue }
                for rule in entry.rules { try body(rule) }
            }
        }

        fileprivate mutating func add(_ entry: Entry?) {
            guard let entry else { return }
            entries[count] = entry
            count += 1
            if entry.isIncluded { isIncluded = true }
            if entry.isExcluded { isExcluded = true }
        }
    }

    package let key: ContractVersionKey
    /// What it takes in memory: each step of a price rule counts as one.
    package let ruleCount: Int
    let hasCumulativeRules: Bool
    let hasQuantityRules: Bool
    private let products: [String: Entry]
    private let categories: [CategoryKey: Entry]
    private let manufacturers: [String: Entry]
    private let everything: Entry?
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
        ruleCount = rules.reduce(0) { $0 + max(1, $1.tiers.count) } + assortment.count + quantities.count
        hasCumulativeRules = rules.contains(where: \.isCumulative)
        hasQuantityRules = !quantities.isEmpty
        included = ProductSelection(assortment.filter { $0.effect == .include }.map(\.selector))
        excluded = ProductSelection(assortment.filter { $0.effect == .exclude }.map(\.selector))
        var said: [ProductSelector: Said] = [:]
        for rule in rules.sorted(by: { $0.position < $1.position }) { said[rule.selector, default: Said()].rules.append(rule) }
        for rule in quantities { said[rule.selector, default: Said()].quantity = rule }
        for rule in assortment {
            switch rule.effect {
            case .include: said[rule.selector, default: Said()].isIncluded = true
            case .exclude: said[rule.selector, default: Said()].isExcluded = true
            }
        }
        var products: [String: Entry] = [:]
        var categories: [CategoryKey: Entry] = [:]
        var manufacturers: [String: Entry] = [:]
        for (selector, said) in said {
            switch selector {
            case .product(let sku): products[sku] = Entry(said)
            case .category(let prefix): CategoryKey(prefix: prefix).map { categories[$0] = Entry(said) }
            case .manufacturer(let name): manufacturers[name] = Entry(said)
            case .everything: break
            }
        }
        (self.products, self.categories, self.manufacturers) = (products, categories, manufacturers)
        everything = said[.everything].map(Entry.init)
        namedSKUs = Set(products.keys)
        namedManufacturers = Set(manufacturers.keys)
    }

    func reading(_ traits: ProductTraits) -> Reading {
        var reading = Reading()
        if !products.isEmpty { reading.add(products[traits.sku]) }
        if !categories.isEmpty {
            for place in 0..<4 where traits.categories[place] != .none { reading.add(categories[traits.categories[place]]) }
        }
        if !manufacturers.isEmpty, let name = traits.manufacturer { reading.add(manufacturers[name]) }
        reading.add(everything)
        return reading
    }
}
