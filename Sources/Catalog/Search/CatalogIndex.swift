import Kernel

/// The master catalog in memory, in columns: what a list of any account is filtered, counted, sorted and shown from. It is the supplier's
/// catalog and nothing of any account, so its size does not grow with them; immutable, and used only under the stamp that it was read at.
///
/// A product's place in the order of the SKUs is its *ordinal*.
final class CatalogIndex: Sendable {
    let stamp: CatalogStamp
    let rows: [CatalogRow]
    /// By the number that a search gives; -1 for none.
    let ordinalsByNumber: [Int32]
    /// Codes that products have, ascending, and for each product which; -1 for none.
    let categories: [String]
    let categoryOf: [Int32]
    let manufacturers: [String]
    let manufacturerOf: [Int32]
    /// SKUs and part numbers without what separates their parts, ascending.
    let codes: [ProductCode]
    /// In ten-thousandths; -1 for price on request.
    let listPrices: [Currency: [Int64]]
    let attributes: [String: AttributeColumn]
    let tree: CategoryTree
    private let namesByLanguage: [String: Names]

    /// The order of the names as readers of one language see them: the ordinals in that order, and each ordinal's place in it.
    struct Names: Sendable {
        let ordinals: [Int32]
        let places: [Int32]

        init(of rows: [CatalogRow], in language: String) {
            let keys = rows.map { SearchWords.folded($0.name(in: language)) }
            // Rows stand in the order of their SKUs, so that a tie is decided by that.
            ordinals = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map(Int32.init)
            var places = [Int32](repeating: 0, count: rows.count)
            for (place, ordinal) in ordinals.enumerated() { places[Int(ordinal)] = Int32(place) }
            self.places = places
        }
    }

    init(stamp: CatalogStamp, rows given: [CatalogRow], tree: CategoryTree) {
        let rows = given.sorted { $0.sku < $1.sku }
        self.stamp = stamp
        self.rows = rows
        self.tree = tree
        var ordinals = [Int32](repeating: -1, count: (rows.map(\.number).max() ?? 0) + 1)
        for (ordinal, row) in rows.enumerated() { ordinals[row.number] = Int32(ordinal) }
        ordinalsByNumber = ordinals
        (categories, categoryOf) = Self.column(rows.map(\.category))
        (manufacturers, manufacturerOf) = Self.column(rows.map(\.manufacturer))
        codes = ProductCode.all(of: rows)
        listPrices = Self.prices(of: rows)
        attributes = AttributeColumn.all(of: rows, defined: tree.attributes)
        let languages = Set(rows.lazy.flatMap(\.translations.keys)).union(["en"])
        namesByLanguage = Dictionary(uniqueKeysWithValues: languages.map { ($0, Names(of: rows, in: $0)) })
    }

    var count: Int { rows.count }

    /// A language that no product is named in is read in English.
    func names(in language: String) -> Names { namesByLanguage[language] ?? namesByLanguage["en"] ?? Names(of: [], in: "en") }

    func ordinal(ofSKU sku: String) -> Int? {
        let place = rows.partitioningPlace { $0.sku >= sku }
        return place < rows.count && rows[place].sku == sku ? place : nil
    }

    /// What a reader in a language and a currency sees of a product in a list.
    func product(_ ordinal: Int, currency: Currency, language: String) -> Product {
        let row = rows[ordinal]
        return Product(
            id: row.id, sku: row.sku, kind: row.kind, name: row.name(in: language), description: nil, manufacturer: row.manufacturer,
            manufacturerPartNumber: row.manufacturerPartNumber, category: row.category,
            categoryTitle: row.category.flatMap { tree.title(of: $0, in: language) }, unitOfMeasure: row.unitOfMeasure,
            leadTimeDays: row.leadTimeDays, status: row.lifeCycle.stated, successor: row.successor, attributes: "{}",
            listPrice: row.listPrices.first { $0.currency == currency }, availableFrom: row.lifeCycle.availableFrom,
            lastBuyUntil: row.lifeCycle.lastBuyUntil)
    }

    /// The same catalog after some of its products have changed.
    func changed(_ rows: [CatalogRow], tree: CategoryTree, at stamp: CatalogStamp) -> CatalogIndex {
        let changed = Set(rows.map(\.sku))
        return CatalogIndex(stamp: stamp, rows: self.rows.filter { !changed.contains($0.sku) } + rows, tree: tree)
    }

    private static func column(_ values: [String?]) -> (values: [String], of: [Int32]) {
        let distinct = Set(values.lazy.compactMap { $0 }).sorted()
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($0.element, Int32($0.offset)) })
        return (distinct, values.map { value in value.flatMap { places[$0] } ?? -1 })
    }

    private static func prices(of rows: [CatalogRow]) -> [Currency: [Int64]] {
        var prices: [Currency: [Int64]] = [:]
        for (ordinal, row) in rows.enumerated() {
            for price in row.listPrices {
                prices[price.currency, default: [Int64](repeating: -1, count: rows.count)][ordinal] = price.tenThousandths
            }
        }
        return prices
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
