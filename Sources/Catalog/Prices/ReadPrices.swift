package import Accounts
package import Kernel
package import Postgres

/// Answers what products cost the caller: several at once as the lines of one document, or one at every quantity.
package struct ReadPrices: Sendable {
    private let database: Database
    private let priceLists: LoadPriceList
    private let world: World

    package init(database: Database, priceLists: LoadPriceList, world: World) {
        self.database = database
        self.priceLists = priceLists
        self.world = world
    }

    /// Products by SKU at given quantities, on a day (today, without one), as they would stand in one quote: a rule that counts lines
    /// together counts these.
    /// - Parameters:
    ///   - unit: whose prices they are; nil: the caller's own.
    ///   - pointer: where the unit stood in the request.
    package func callAsFunction(
        _ lines: [(sku: String, quantity: Quantity)], in unit: UnitID? = nil, at pointer: String = "?unit", on day: LocalDate?,
        language: String, by caller: Caller
    ) async throws -> [PricedLine] {
        let unit = try caller.unit(.readCatalog, in: unit, at: pointer)
        let (list, products) = try await loaded(lines.map(\.sku), in: unit, on: day, language: language, by: caller)
        let found = lines.map { line in products[line.sku].map { (product: $0, quantity: line.quantity) } }
        let volumes = CumulativeVolumes(of: found.compactMap(\.self), in: list)
        return try found.map { line in
            guard let line else { return .unknown }
            do {
                return try list.priced(line.product, quantity: line.quantity, among: volumes).map(PricedLine.priced) ?? .unknown
            } catch CatalogRefusal.tooLarge {
                return .tooLarge
            }
        }
    }

    /// Nil for a product outside the assortment.
    package func ladder(
        of sku: String, in unit: UnitID? = nil, on day: LocalDate?, language: String, by caller: Caller
    ) async throws -> PriceLadder? {
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        let (list, products) = try await loaded([sku], in: unit, on: day, language: language, by: caller)
        do {
            return try products[sku].flatMap { try list.ladder(of: $0) }
        } catch is AmountOutOfRange {
            throw CatalogRefusal.tooLarge
        }
    }

    /// What made the difference between two days; nil for a product outside the assortment on both.
    /// - Parameters:
    ///   - to: today, without one.
    ///   - from: without one, `daysBack` before.
    package func difference(
        of sku: String, _ quantity: Quantity, in unit: UnitID? = nil, from: LocalDate?, to: LocalDate?, language: String, by caller: Caller
    ) async throws -> PriceDifference? {
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        let (later, products) = try await loaded([sku], in: unit, on: to, language: language, by: caller)
        guard let product = products[sku] else { return nil }
        let from = from ?? later.on.adding(days: -Self.daysBack)
        guard from <= later.on else { throw CatalogRefusal.reversed }
        let (earlier, _) = try await loaded([sku], in: unit, on: from, language: language, by: caller)
        do {
            let before = PriceDifference.Side(on: earlier.on, outcome: try earlier.price(of: product, quantity: quantity))
            let after = PriceDifference.Side(on: later.on, outcome: try later.price(of: product, quantity: quantity))
            guard before.isInAssortment || after.isInAssortment else { return nil }
            if let part = product.fault(with: quantity, "?quantity") { throw CatalogRefusal.notWhole([part]) }
            return PriceDifference(from: before, to: after)
        } catch is AmountOutOfRange {
            throw CatalogRefusal.tooLarge
        }
    }

    /// Who asks why a price has changed without saying since when means about as long.
    private static let daysBack = 30

    private func loaded(
        _ skus: [String], in unit: UnitID?, on day: LocalDate?, language: String, by caller: Caller
    ) async throws -> (PriceList, [String: Product]) {
        _ = try caller.scope(of: .readCatalog)
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: caller.currency, day: day)
        let stamping = ContractQueries.stamp(of: caller, on: day, now: world.now())
        let (stamp, products) = try await database.read(
            caller.rowSecurity, stamping, ProductQueries.bySKU(skus, currency: caller.currency, language: language))
        let known = Dictionary(products.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
        if let (then, remembered) = priceLists.remembered(wish), then == stamp { return (remembered, known) }
        let list = try await database.transaction(caller.rowSecurity) { transaction in
            try await priceLists(wish, transaction.run(stamping), in: transaction)
        }
        return (list, known)
    }
}

/// What a line of several comes to.
package enum PricedLine: Sendable, Equatable {
    case priced(PricedProduct)
    /// Outside the assortment.
    case unknown
    /// Unit price times quantity cannot be stored exactly.
    case tooLarge

    /// For who asked for one product by its path.
    func one() throws(CatalogRefusal) -> PricedProduct {
        switch self {
        case .priced(let priced): return priced
        case .unknown: throw .notFound("product in your catalog")
        case .tooLarge: throw .tooLarge
        }
    }
}

extension PriceList {
    /// Nil for a product outside the assortment.
    func priced(_ product: Product, quantity: Quantity, among volumes: CumulativeVolumes? = nil) throws -> PricedProduct? {
        do {
            let status = product.status(on: on)
            switch try price(of: product, quantity: quantity, among: volumes) {
            case .notInAssortment: return nil
            case .onRequest: return PricedProduct(product: product, status: status, price: nil)
            case .price(let price): return PricedProduct(product: product, status: status, price: price)
            }
        } catch {
            throw CatalogRefusal.tooLarge
        }
    }
}
