/// Products' ordinals by the numbers that a search gives. It grows with the products and not with the highest number.
struct ProductNumbers: Sendable {
    private enum Storage: Sendable {
        /// By number; -1 for none.
        case table([Int32])
        case dictionary([Int32: Int32])
    }

    private let storage: Storage

    /// - Parameter rows: in the order of their ordinals.
    init(_ rows: [CatalogRow]) {
        let highest = rows.lazy.map(\.number).max() ?? 0
        guard highest <= rows.count * 4 + 1024 else {
            let pairs = rows.enumerated().map { (Int32(clamping: $0.element.number), Int32($0.offset)) }
            storage = .dictionary(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
            return
        }
        var table = [Int32](repeating: -1, count: highest + 1)
        for (ordinal, row) in rows.enumerated() { table[row.number] = Int32(ordinal) }
        storage = .table(table)
    }

    /// How many entries are kept.
    var size: Int {
        switch storage {
        case .table(let table): table.count
        case .dictionary(let ordinals): ordinals.count
        }
    }

    /// Nil for a product that the catalog has not.
    func ordinal(of number: Int32) -> Int? {
        switch storage {
        case .table(let table):
            guard table.indices.contains(Int(number)), table[Int(number)] >= 0 else { return nil }
            return Int(table[Int(number)])
        case .dictionary(let ordinals): return ordinals[number].map(Int.init)
        }
    }
}
