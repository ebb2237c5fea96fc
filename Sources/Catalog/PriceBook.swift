import Kernel

/// A published contract version compiled for looking up: immutable, so it may be remembered by its key for as long as there is room.
package final class PriceBook: Sendable {
    package let key: ContractVersionKey
    package let ruleCount: Int
    private let rules: [ProductSelector: [PriceRule]]
    /// What any rule of the assortment includes, and what any excludes.
    let included: ProductSelection
    let excluded: ProductSelection
    /// What a rule of either kind names by itself.
    let namedSKUs: Set<String>
    let namedManufacturers: Set<String>

    package init(_ key: ContractVersionKey, rules: [PriceRule], assortment: [AssortmentRule]) {
        self.key = key
        ruleCount = rules.count + assortment.count
        self.rules = Dictionary(grouping: rules.sorted { $0.position < $1.position }, by: \.selector)
        included = ProductSelection(assortment.filter { $0.effect == .include }.map(\.selector))
        excluded = ProductSelection(assortment.filter { $0.effect == .exclude }.map(\.selector))
        let selectors = rules.map(\.selector) + assortment.map(\.selector)
        namedSKUs = Set(selectors.compactMap { if case .product(let sku) = $0 { sku } else { nil } })
        namedManufacturers = Set(selectors.compactMap { if case .manufacturer(let name) = $0 { name } else { nil } })
    }

    /// Whether the product with these selectors may be ordered: included by any rule and excluded by none.
    func assortmentHolds(_ selectors: [ProductSelector]) -> Bool {
        selectors.contains(where: included.all.contains) && !selectors.contains(where: excluded.all.contains)
    }

    /// Every price rule that speaks of the product with these selectors.
    func rules(for selectors: [ProductSelector]) -> [PriceRule] {
        selectors.flatMap { rules[$0] ?? [] }
    }
}
