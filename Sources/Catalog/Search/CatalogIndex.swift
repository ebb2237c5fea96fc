import Kernel

/// The master catalog in memory, in columns: what a list of any account is filtered, counted, sorted and shown from. It is the supplier's
/// catalog and nothing of any account, so its size does not grow with them; immutable, and used only under the stamp that it was read at.
///
/// A product's place in the order of the SKUs is its *ordinal*.
final class CatalogIndex: Sendable {
    let stamp: CatalogStamp
    let rows: [CatalogRow]
    let numbers: ProductNumbers
    /// Codes that products have, ascending, and for each product which; -1 for none.
    let categories: [String]
    let categoryOf: [Int32]
    let manufacturers: [String]
    let manufacturerOf: [Int32]
    /// SKUs and part numbers without what separates their parts, ascending.
    let codes: [ProductCode]
    /// In ten-thousandths; -1 for price on request.
    let listPrices: [Currency: [Int64]]
    let lifeCycles: [LifeCycle]
    let attributes: [String: AttributeColumn]
    let tree: CategoryTree
    /// What searches have found in it.
    let searches: SearchMemory
    private let nameOrders: NameOrders

    convenience init(stamp: CatalogStamp, rows: [CatalogRow], tree: CategoryTree) {
        self.init(stamp: stamp, rows: rows.sorted { $0.sku < $1.sku }, tree: tree, known: nil, changes: .all, prices: Self.prices(of:))
    }

    /// - Parameters:
    ///   - rows: in the order of their SKUs.
    ///   - known: the same products before; columns that nothing of `changes` touches are taken from it.
    private init(
        stamp: CatalogStamp, rows: [CatalogRow], tree: CategoryTree, known: CatalogIndex?, changes: CatalogRow.Changes,
        prices: ([CatalogRow]) -> [Currency: [Int64]]
    ) {
        self.stamp = stamp
        self.rows = rows
        self.tree = tree
        func same(_ change: CatalogRow.Changes) -> CatalogIndex? { changes.contains(change) ? nil : known }
        numbers = same(.number)?.numbers ?? ProductNumbers(rows)
        (categories, categoryOf) = same(.category).map { ($0.categories, $0.categoryOf) } ?? Self.column(rows.map(\.category))
        (manufacturers, manufacturerOf) =
            same(.manufacturer).map { ($0.manufacturers, $0.manufacturerOf) } ?? Self.column(rows.map(\.manufacturer))
        codes = same(.code)?.codes ?? ProductCode.all(of: rows)
        listPrices = prices(rows)
        lifeCycles = rows.map(\.lifeCycle)
        searches = SearchMemory(products: rows.count)
        attributes = same(.attributes)?.attributes ?? AttributeColumn.all(of: rows, defined: tree.attributes)
        nameOrders = same(.name)?.nameOrders ?? NameOrders(of: rows)
    }

    var count: Int { rows.count }

    func names(in language: ReadingLanguage) -> NameOrders.Order { nameOrders.order(of: rows, in: language) }

    func ordinal(ofSKU sku: String) -> Int? {
        let place = rows.partitioningPlace { $0.sku >= sku }
        return place < rows.count && rows[place].sku == sku ? place : nil
    }

    /// What a reader in a language and a currency sees of a product in a list.
    func product(_ ordinal: Int, currency: Currency, language: ReadingLanguage) -> Product {
        let row = rows[ordinal]
        return Product(
            id: row.id, sku: row.sku, kind: row.kind, name: row.name(in: language), description: nil, manufacturer: row.manufacturer,
            manufacturerPartNumber: row.manufacturerPartNumber, category: row.category,
            categoryTitle: row.category.flatMap { tree.title(of: $0, in: language) }, unitOfMeasure: row.unitOfMeasure,
            leadTimeDays: row.leadTimeDays, status: row.lifeCycle.stated, successor: row.successor, attributes: "{}",
            listPrice: row.listPrices.first { $0.currency == currency }, availableFrom: row.lifeCycle.availableFrom,
            lastBuyUntil: row.lifeCycle.lastBuyUntil)
    }

    /// What a reader sees of a product, with its price for one; nil outside the reader's assortment.
    func priced(_ ordinal: Int, in list: PriceList, language: ReadingLanguage) throws -> PricedProduct? {
        let product = product(ordinal, currency: list.currency, language: language)
        guard var priced = try list.priced(product, quantity: .one) else { return nil }
        priced.successor = list.successor(of: product) { sku in
            self.ordinal(ofSKU: sku).map { self.product($0, currency: list.currency, language: "en") }
        }
        return priced
    }

    /// The same catalog after some of its products have changed. Prices and lead times change most often, and no order and no other column
    /// depends on them: these stay as they are.
    func changed(_ changed: [CatalogRow], tree: CategoryTree, at stamp: CatalogStamp) -> CatalogIndex {
        var rows = rows
        var ordinals: [Int] = []
        var changes: CatalogRow.Changes = tree.attributes == self.tree.attributes ? [] : .attributes
        for row in changed {
            guard let ordinal = ordinal(ofSKU: row.sku) else {
                let skus = Set(changed.map(\.sku))
                return CatalogIndex(stamp: stamp, rows: self.rows.filter { !skus.contains($0.sku) } + changed, tree: tree)
            }
            changes.formUnion(row.changes(since: rows[ordinal]))
            rows[ordinal] = row
            ordinals.append(ordinal)
        }
        return CatalogIndex(stamp: stamp, rows: rows, tree: tree, known: self, changes: changes) { rows in
            var prices = listPrices
            for ordinal in ordinals { Self.write(rows[ordinal].listPrices, at: ordinal, of: rows.count, into: &prices) }
            return prices
        }
    }

    private static func column(_ values: [String?]) -> ([String], [Int32]) {
        let distinct = Set(values.lazy.compactMap { $0 }).sorted()
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($0.element, Int32($0.offset)) })
        return (distinct, values.map { value in value.flatMap { places[$0] } ?? -1 })
    }

    private static func prices(of rows: [CatalogRow]) -> [Currency: [Int64]] {
        var prices: [Currency: [Int64]] = [:]
        for currency in Set(rows.lazy.flatMap(\.listPrices).map(\.currency)) {
            // One column at a time: within the dictionary each would be copied for each product.
            prices[currency] = rows.map { row in row.listPrices.first { $0.currency == currency }?.tenThousandths ?? -1 }
        }
        return prices
    }

    private static func write(_ given: [Money], at ordinal: Int, of count: Int, into prices: inout [Currency: [Int64]]) {
        for currency in Array(prices.keys) { prices[currency]?[ordinal] = -1 }
        for price in given { prices[price.currency, default: [Int64](repeating: -1, count: count)][ordinal] = price.tenThousandths }
    }
}

extension Array {
    /// The first place from which on `isAfter` holds, in an array where it holds for all that follow one for which it holds.
    func partitioningPlace(_ isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
