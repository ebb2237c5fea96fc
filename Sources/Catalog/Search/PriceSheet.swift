import Kernel

/// What products cost one reader, for one, without their receipts: for the filters, the order and the facets of a list, where thousands of
/// prices are asked for. Each is that of the one price function (rule 3). For products that no rule names, of one category and maker, all
/// rules that speak of them are percentages of the list price; which of these wins does not depend on how high that is, so the price
/// function is asked once for all of them and its percentage taken from each list price.
struct PriceSheet {
    private let index: CatalogIndex
    private let list: PriceList
    private let listPrices: [Int64]
    private let named: Set<Int>
    private let namedManufacturers: [Bool]
    /// A best price depends on amounts and not on percentages alone, once several contracts compete.
    private let percentagesDecide: Bool
    private var groups: [Int64: Group] = [:]

    private enum Group {
        /// This much less than list.
        case discount(Percentage)
        /// Whatever the list price is, no contract in the list's currency has it.
        case onRequest
        /// To be asked product by product.
        case single
    }

    init(_ index: CatalogIndex, _ list: PriceList) {
        self.index = index
        self.list = list
        listPrices = index.listPrices[list.currency] ?? [Int64](repeating: -1, count: index.count)
        let books = list.booksInForce
        named = Set(books.lazy.flatMap(\.namedSKUs).compactMap(index.ordinal(ofSKU:)))
        let manufacturers = Set(books.lazy.flatMap(\.namedManufacturers))
        namedManufacturers = index.manufacturers.map(manufacturers.contains)
        percentagesDecide = list.contracts.count == 1 || !list.contracts.contains(where: \.isBestPrice)
    }

    /// Nil: price on request. In ten-thousandths of the list's currency.
    /// - Parameter ordinal: of a product of the assortment.
    /// - Throws: `CatalogRefusal.tooLarge`.
    mutating func unitPrice(of ordinal: Int) throws -> Int64? {
        guard !named.contains(ordinal) else { return try asked(ordinal) }
        let category = index.categoryOf[ordinal]
        let manufacturer = index.manufacturerOf[ordinal]
        let maker = manufacturer >= 0 && namedManufacturers[Int(manufacturer)] ? manufacturer : -1
        let key = Int64(category) << 32 | Int64(UInt32(bitPattern: maker))
        let group: Group
        if let known = groups[key] {
            group = known
        } else {
            group = try self.group(of: ordinal)
            groups[key] = group
        }
        switch group {
        case .single: return try asked(ordinal)
        case .onRequest: return nil
        case .discount(let discount):
            guard listPrices[ordinal] >= 0 else { return nil }
            do {
                return try Money(tenThousandths: listPrices[ordinal], list.currency).discounted(by: discount).tenThousandths
            } catch {
                throw CatalogRefusal.tooLarge
            }
        }
    }

    private func asked(_ ordinal: Int) throws -> Int64? {
        let product = index.product(ordinal, currency: list.currency, language: "en")
        return try list.priced(product, quantity: .one)?.price?.unitPrice.tenThousandths
    }

    /// Asks for what a product of the group costs whose list price is a million: the percentage is then exact.
    private func group(of ordinal: Int) throws -> Group {
        let row = index.rows[ordinal]
        let million = Money(tenThousandths: 10_000_000_000, list.currency)
        let probe = Product(
            id: row.id, sku: "", kind: row.kind, name: "", description: nil, manufacturer: row.manufacturer, manufacturerPartNumber: nil,
            category: row.category, categoryTitle: nil, unitOfMeasure: row.unitOfMeasure, leadTimeDays: nil, status: .active,
            successor: nil, attributes: "{}", listPrice: million)
        let traits = ProductTraits(probe)
        var arePercentages = true
        for entry in list.entries {
            entry.book.reading(traits).forEachRule { rule in
                for tier in rule.tiers { if case .price = tier.value { arePercentages = false } }
            }
        }
        guard percentagesDecide, arePercentages, let priced = try list.priced(probe, quantity: .one) else { return .single }
        guard let price = priced.price?.unitPrice.tenThousandths else { return .onRequest }
        guard price % 10_000 == 0, let discount = Percentage(tenThousandths: Int32(clamping: 1_000_000 - price / 10_000))
        else { return .single }
        return .discount(discount)
    }
}
