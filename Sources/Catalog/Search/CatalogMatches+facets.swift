import Kernel

extension CatalogMatches {
    func facets(_ page: CatalogWish, _ index: CatalogIndex, currency: Currency) -> CatalogFacets {
        let (wish, language) = (page.facets, page.language)
        var facets = CatalogFacets()
        if wish.categories { facets.categories = categories(index, language, chosen: page.filter.categories) }
        if wish.manufacturers { facets.manufacturers = manufacturers(index) }
        if wish.price { facets.price = priceRange(currency) }
        if wish.attributes != [] { facets.attributes = attributes(wish.attributes, index, language) }
        return facets
    }

    /// What products have, and what of the tree is above that, each with all below it. Where that is too much to be told, what belongs to
    /// the categories that were chosen comes first and then what most have; what is above another is told with it.
    private func categories(
        _ index: CatalogIndex, _ language: ReadingLanguage, chosen: [String]
    ) -> [CatalogFacets.Category] {
        let own = Self.counts(counted(for: .category), by: index.categoryOf, of: index.categories.count)
        let codes = Set(index.categories).union(index.tree.nodes.keys)
        var counts: [String: Int] = [:]
        var parents: [String: String] = [:]
        for (code, count) in zip(index.categories, own) where count > 0 {
            var below: String?
            for above in UNSPSC.chain(code) where above != below && codes.contains(above) {
                counts[above, default: 0] += count
                if let below { parents[below] = above }
                below = above
            }
        }
        func isNear(_ code: String) -> Bool {
            let prefix = ProductSelector.prefix(ofCategory: code)
            return chosen.contains { code.hasPrefix($0) || $0.hasPrefix(prefix) }
        }
        let ranked = counts.map { (code: $0.key, rank: (isNear($0.key) ? 0 : 1, -$0.value)) }
            .sorted { ($0.rank.0, $0.rank.1, $0.code) < ($1.rank.0, $1.rank.1, $1.code) }
        return ranked.prefix(Limits.facetCategories).map(\.code).sorted().map { code in
            .init(code: code, title: index.tree.title(of: code, in: language), parent: parents[code], count: counts[code] ?? 0)
        }
    }

    private func manufacturers(_ index: CatalogIndex) -> [CatalogFacets.Manufacturer] {
        let counts = Self.counts(counted(for: .manufacturer), by: index.manufacturerOf, of: index.manufacturers.count)
        let present = counts.indices.filter { counts[$0] > 0 }
        return present.map { .init(name: index.manufacturers[$0], count: counts[$0]) }
    }

    private func attributes(_ names: Set<String>?, _ index: CatalogIndex, _ language: ReadingLanguage) -> [CatalogFacets.Attribute] {
        let wanted = (names.map(Array.init) ?? Array(index.attributes.keys)).sorted()
        var isFound = [Bool](repeating: false, count: index.count)
        for ordinal in found { isFound[ordinal] = true }
        return wanted.compactMap { name in
            guard let column = index.attributes[name] else { return nil }
            var counts = [Int](repeating: 0, count: column.values.count)
            let misses = nearMisses[.attribute(name)].map(Set.init) ?? []
            for (place, ordinal) in column.ordinals.enumerated() where isFound[Int(ordinal)] || misses.contains(Int(ordinal)) {
                counts[Int(column.valueOf[place])] += 1
            }
            let present = counts.indices.filter { counts[$0] > 0 }
            guard !present.isEmpty else { return nil }
            let shown = present.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(Limits.facetValues).sorted()
            let definition = index.tree.attributes[name]
            return .init(
                name: name, label: definition?.label(in: language) ?? name, kind: column.kind, unit: column.unit,
                values: shown.map { place in
                    let value = column.values[place].text
                    return .init(value: value, label: definition?.label(of: value, in: language), count: counts[place])
                }, valueCount: present.count)
        }
    }

    private func priceRange(_ currency: Currency) -> CatalogFacets.PriceRange {
        let all = counted(for: .price).map { prices[$0] }
        let known = all.filter { $0 >= 0 }
        guard let lowest = known.min(), let highest = known.max() else {
            return .init(lowest: nil, highest: nil, onRequest: all.count, steps: [])
        }
        let bounds = Self.bounds(from: lowest, to: highest)
        var counts = [Int](repeating: 0, count: bounds.count)
        for price in known { counts[bounds.partitioningPlace { $0 > price } - 1] += 1 }
        let steps = bounds.indices.filter { counts[$0] > 0 }.map { place in
            CatalogFacets.PriceRange.Step(
                from: Money(tenThousandths: bounds[place], currency),
                to: place + 1 < bounds.count ? Money(tenThousandths: bounds[place + 1] - 1, currency) : nil, count: counts[place])
        }
        return .init(
            lowest: Money(tenThousandths: lowest, currency), highest: Money(tenThousandths: highest, currency),
            onRequest: all.count - known.count, steps: steps)
    }

    /// Round numbers that part a range: 0, 50, 100, 200, 500, 1000 …
    private static func bounds(from lowest: Int64, to highest: Int64) -> [Int64] {
        var bounds: [Int64] = []
        var decade: Int64 = 1
        outer: while decade <= Int64.max / 100 {
            for step in [1, 2, 5] as [Int64] {
                guard step * decade <= highest else { break outer }
                if step * decade > lowest { bounds.append(step * decade) }
            }
            decade *= 10
        }
        return [0] + bounds.suffix(9)
    }

    private static func counts(_ ordinals: [Int], by column: [Int32], of size: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: size)
        for ordinal in ordinals where column[ordinal] >= 0 { counts[Int(column[ordinal])] += 1 }
        return counts
    }
}
