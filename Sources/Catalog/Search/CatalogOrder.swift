import Kernel

/// The order of a list, as a number for each product that ascends with it; equal ones stand by SKU.
struct CatalogOrder {
    private let keys: [Int64]
    private let sort: CatalogSort
    private let index: CatalogIndex
    private let language: ReadingLanguage

    /// - Parameters:
    ///   - scores: by ordinal, for relevance: higher fits better.
    ///   - prices: by ordinal, for prices; -1 for price on request.
    init(_ sort: CatalogSort, scores: [Int64], prices: [Int64], _ index: CatalogIndex, language: ReadingLanguage) {
        self.sort = sort
        self.index = index
        self.language = language
        keys =
            switch sort {
            case .sku: []
            case .relevance: scores.map { -$0 }
            case .name: index.names(in: language).places.map(Int64.init)
            case .nameDescending: index.names(in: language).places.map { -Int64($0) }
            case .price: prices.map { $0 < 0 ? .max : $0 }
            case .priceDescending: prices.map { $0 < 0 ? .max : -$0 }
            }
    }

    /// The first `count` of them behind a position.
    func first(_ count: Int, of ordinals: [Int], after position: CatalogPosition?) -> [Int] {
        let rest = behind(position, of: ordinals)
        guard sort != .sku else { return Array(rest.prefix(count)) }
        return smallest(count, of: rest)
    }

    /// All of them behind a position.
    func all(of ordinals: [Int], after position: CatalogPosition?) -> [Int] {
        let rest = behind(position, of: ordinals)
        return sort == .sku ? rest : rest.sorted(by: stands)
    }

    private func behind(_ position: CatalogPosition?, of ordinals: [Int]) -> [Int] {
        guard let position else { return ordinals }
        let (key, place) = bound(position)
        return ordinals.filter { (self.key($0), $0) >= (key, place) }
    }

    func position(of ordinal: Int) -> CatalogPosition {
        let row = index.rows[ordinal]
        switch sort {
        case .sku: return .init(sort: sort, sku: row.sku, name: nil, number: nil)
        case .name, .nameDescending: return .init(sort: sort, sku: row.sku, name: row.name(in: language), number: nil)
        case .relevance, .price, .priceDescending: return .init(sort: sort, sku: row.sku, name: nil, number: keys[ordinal])
        }
    }

    private func key(_ ordinal: Int) -> Int64 { keys.isEmpty ? 0 : keys[ordinal] }

    /// The key and ordinal from which on everything stands behind a position, whether or not its product is still there.
    private func bound(_ position: CatalogPosition) -> (key: Int64, ordinal: Int) {
        let behind = index.rows.partitioningPlace { $0.sku > position.sku }
        guard let name = position.name else { return (position.number ?? 0, behind) }
        // Where a product of that name and SKU stands or would stand.
        let order = index.names(in: language).ordinals
        func stands(_ ordinal: Int32, before: Bool) -> Bool {
            let row = index.rows[Int(ordinal)]
            let (left, right) = ((SearchWords.folded(row.name(in: language)), row.sku), (SearchWords.folded(name), position.sku))
            return before ? left >= right : left > right
        }
        switch sort {
        case .nameDescending: return (1 - Int64(order.partitioningPlace { stands($0, before: true) }), 0)
        default: return (Int64(order.partitioningPlace { stands($0, before: false) }), 0)
        }
    }

    /// The best until now in their order: few of many thousands are ever compared with more than the last of them.
    private func smallest(_ count: Int, of ordinals: [Int]) -> [Int] {
        // Putting one in moves those behind it.
        guard count <= 1000 else { return Array(ordinals.sorted(by: stands).prefix(count)) }
        var best: [Int] = []
        best.reserveCapacity(count + 1)
        for ordinal in ordinals {
            if best.count == count, let worst = best.last, !stands(ordinal, before: worst) { continue }
            let place = best.partitioningPlace { stands(ordinal, before: $0) }
            best.insert(ordinal, at: place)
            if best.count > count { best.removeLast() }
        }
        return best
    }

    private func stands(_ left: Int, before right: Int) -> Bool {
        let (a, b) = (key(left), key(right))
        return a != b ? a < b : left < right
    }
}
