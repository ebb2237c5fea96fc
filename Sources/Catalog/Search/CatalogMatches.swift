import Kernel

/// Which products of one reader's assortment a filter finds. Every condition is one dimension; a product that fails none is found, and one
/// that fails a single dimension still counts in that dimension's own facet.
struct CatalogMatches {
    enum Dimension: Hashable {
        case category
        case manufacturer
        case price
        case attribute(String)
    }

    /// Found products' ordinals, ascending.
    private(set) var found: [Int] = []
    /// Of products that fail exactly one dimension: those that fail this one.
    private(set) var nearMisses: [Dimension: [Int]] = [:]
    /// By ordinal, where prices were asked for; -1 for price on request.
    private(set) var prices: [Int64] = []

    /// - Parameter candidates: of the assortment, and found by the words.
    init(_ candidates: [Int], _ filter: CatalogFilter, needsPrices: Bool, _ index: CatalogIndex, _ list: PriceList) throws {
        var sheet = PriceSheet(index, list)
        if needsPrices || filter.asksForPrice {
            prices = [Int64](repeating: -1, count: index.count)
            for ordinal in candidates { prices[ordinal] = try sheet.unitPrice(of: ordinal) ?? -1 }
        }
        var dimensions: [(dimension: Dimension, passes: [Bool])] = []
        if !filter.categories.isEmpty {
            let passing = index.categories.map { code in filter.categories.contains(where: code.hasPrefix) }
            dimensions.append((.category, index.categoryOf.map { $0 >= 0 && passing[Int($0)] }))
        }
        if !filter.manufacturers.isEmpty {
            let passing = index.manufacturers.map(Set(filter.manufacturers).contains)
            dimensions.append((.manufacturer, index.manufacturerOf.map { $0 >= 0 && passing[Int($0)] }))
        }
        for (name, wishes) in filter.attributes {
            dimensions.append((.attribute(name), Self.passes(wishes, index.attributes[name], index.count)))
        }
        if filter.asksForPrice {
            let (low, high) = (filter.minPrice?.tenThousandths ?? 0, filter.maxPrice?.tenThousandths ?? .max)
            dimensions.append((.price, prices.map { $0 >= 0 && low <= $0 && $0 <= high }))
        }
        sort(candidates, by: dimensions)
    }

    /// What the facet of a dimension counts: all but its own condition.
    func counted(for dimension: Dimension) -> [Int] {
        guard let misses = nearMisses[dimension], !misses.isEmpty else { return found }
        return found + misses
    }

    private mutating func sort(_ candidates: [Int], by dimensions: [(dimension: Dimension, passes: [Bool])]) {
        guard !dimensions.isEmpty else {
            found = candidates
            return
        }
        for ordinal in candidates {
            var failed: Int?
            var failures = 0
            for index in dimensions.indices where !dimensions[index].passes[ordinal] {
                failures += 1
                failed = index
                if failures > 1 { break }
            }
            if failures == 0 { found.append(ordinal) }
            if failures == 1, let failed { nearMisses[dimensions[failed].dimension, default: []].append(ordinal) }
        }
    }

    private static func passes(_ wishes: [AttributeWish], _ column: AttributeColumn?, _ count: Int) -> [Bool] {
        var passes = [Bool](repeating: false, count: count)
        guard let column else { return passes }
        let values = column.passing(wishes)
        for (place, ordinal) in column.ordinals.enumerated() where values[Int(column.valueOf[place])] { passes[Int(ordinal)] = true }
        return passes
    }
}
