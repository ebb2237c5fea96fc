import Kernel

extension CatalogIndex {
    /// For each product whether it may be ordered on the list's day: held by the assortment of any of its contracts, and within its life
    /// cycle. Found out anew for each request: nothing of it is kept.
    func assortment(of list: PriceList) -> [Bool] {
        var held = [Bool](repeating: false, count: count)
        for book in list.booksInForce {
            let (included, excluded) = (Marks(book.included, self), Marks(book.excluded, self))
            guard !excluded.isEverything else { continue }
            if included.isEverything, excluded.isNothing {
                held = [Bool](repeating: true, count: count)
                break
            }
            for ordinal in 0..<count where !held[ordinal] {
                let (category, manufacturer) = (categoryOf[ordinal], manufacturerOf[ordinal])
                held[ordinal] =
                    included.hold(ordinal, category, manufacturer) && !excluded.hold(ordinal, category, manufacturer)
            }
        }
        for ordinal in 0..<count where held[ordinal] {
            held[ordinal] = lifeCycles[ordinal].status(on: list.on).canBeOrdered
        }
        return held
    }

    /// What a selection names, looked up once for the whole catalog.
    struct Marks {
        let isEverything: Bool
        let isNothing: Bool
        private let products: Set<Int>
        private let categories: [Bool]
        private let manufacturers: [Bool]

        init(_ selection: ProductSelection, _ index: CatalogIndex) {
            isEverything = selection.all.contains(.everything)
            isNothing = selection.all.isEmpty
            products = Set(selection.skus.compactMap(index.ordinal(ofSKU:)))
            let (prefixes, names) = (Set(selection.categoryPrefixes), Set(selection.manufacturers))
            categories = index.categories.map { code in
                stride(from: 2, through: 8, by: 2).contains { prefixes.contains(String(code.prefix($0))) }
            }
            manufacturers = index.manufacturers.map(names.contains)
        }

        @inline(__always)
        func hold(_ ordinal: Int, _ category: Int32, _ manufacturer: Int32) -> Bool {
            isEverything || category >= 0 && categories[Int(category)] || manufacturer >= 0 && manufacturers[Int(manufacturer)]
                || !products.isEmpty && products.contains(ordinal)
        }
    }
}
