import Kernel

extension CatalogMatches {
    func facets(_ wish: FacetWish, _ index: CatalogIndex, currency: Currency, language: String) -> CatalogFacets {
        var facets = CatalogFacets()
        if wish.categories { facets.categories = categories(index, language) }
        if wish.manufacturers { facets.manufacturers = manufacturers(index) }
        if wish.price { facets.price = priceRange(currency) }
        if wish.attributes != [] { facets.attributes = attributes(wish.attributes, index, language) }
        return facets
    }

    private func categories(_ index: CatalogIndex, _ language: String) -> [CatalogFacets.Category] {
        let counts = Self.counts(counted(for: .category), by: index.categoryOf, of: index.categories.count)
        return index.categories.indices.compactMap { place in
            let prefix = ProductSelector.prefix(ofCategory: index.categories[place])
            // Codes ascend, so what is below a category stands right behind it.
            let count = (place..<counts.count).prefix { index.categories[$0].hasPrefix(prefix) }.reduce(0) { $0 + counts[$1] }
            guard count > 0 else { return nil }
            let code = index.categories[place]
            return .init(code: code, title: index.tree.title(of: code, in: language), count: count)
        }
    }

    private func manufacturers(_ index: CatalogIndex) -> [CatalogFacets.Manufacturer] {
        let counts = Self.counts(counted(for: .manufacturer), by: index.manufacturerOf, of: index.manufacturers.count)
        let present = counts.indices.filter { counts[$0] > 0 }
        return present.map { .init(name: index.manufacturers[$0], count: counts[$0]) }
    }

    private func attributes(_ names: Set<String>?, _ index: CatalogIndex, _ language: String) -> [CatalogFacets.Attribute] {
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
