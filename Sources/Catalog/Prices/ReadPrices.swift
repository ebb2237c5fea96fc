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

    /// Products and configurations at given quantities, on a day (today, without one), as they would stand in one quote: a rule that counts
    /// lines together counts these, parts among them.
    /// - Parameters:
    ///   - unit: whose prices they are; nil: the caller's own.
    ///   - pointer: where the unit stood in the request.
    package func callAsFunction(
        _ lines: [LineRequest], in unit: UnitID? = nil, at pointer: String = "?unit", on day: LocalDate?, currency: Currency? = nil,
        language: ReadingLanguage, by caller: Caller
    ) async throws -> [PricedLine] {
        let unit = try caller.unit(.readCatalog, in: unit, at: pointer)
        let configurations = try await configurations(lines.compactMap(\.configuration), in: unit, on: day, by: caller)
        let skus = configurations.reduce(into: Set(lines.compactMap(\.sku))) { $0.formUnion($1.content.skus) }
        let (list, products) = try await loaded(Array(skus), in: unit, on: day, currency, language, by: caller)
        let items = LineItems(list: list, products: products, configurations: configurations)
        let asked = lines.map { (line: $0, item: items.item($0)) }
        let volumes = CumulativeVolumes(of: asked.flatMap { (try? $0.item.get().demand($0.line.quantity)) ?? [] }, in: list)
        return try asked.map { line, item in
            do {
                switch try item.get() {
                case .product(let product):
                    return try list.priced(product, quantity: line.quantity, among: volumes).map(PricedLine.priced) ?? .refused(.unknown)
                case .configured(let set):
                    let outcome = try list.price(of: set, sets: line.quantity, among: volumes)
                    return .configured(PricedConfiguration(set: set, sets: line.quantity, outcome: outcome))
                }
            } catch let flaw as LineFlaw {
                return .refused(flaw)
            } catch CatalogRefusal.tooLarge {
                return .refused(.tooLarge)
            } catch is AmountOutOfRange {
                return .refused(.tooLarge)
            }
        }
    }

    /// Those in force on the day for the unit.
    private func configurations(
        _ keys: [ConfigurationKey], in unit: UnitID?, on day: LocalDate?, by caller: Caller
    ) async throws -> [StandardConfiguration] {
        guard !keys.isEmpty else { return [] }
        _ = try caller.scope(of: .readCatalog)
        return try await database.read(
            caller.rowSecurity,
            ConfigurationQueries.inForce(.these(Array(Set(keys))), for: unit, of: caller, on: day, now: world.now()))
    }

    /// Nil for a product outside the assortment.
    package func ladder(
        of sku: String, in unit: UnitID? = nil, on day: LocalDate?, currency: Currency? = nil, language: ReadingLanguage, by caller: Caller
    ) async throws -> PriceLadder? {
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        let (list, products) = try await loaded([sku], in: unit, on: day, currency, language, by: caller)
        do {
            return try products[sku].flatMap { try list.ladder(of: $0) }
        } catch is AmountOutOfRange {
            throw CatalogRefusal.tooLarge
        }
    }

    /// What follows products that cannot be ordered any more: by SKU the first that can, for those that a contract of the caller's would
    /// still hold. Of others, and of what follows them, nothing is told.
    package func successors(
        of skus: [String], in unit: UnitID? = nil, at pointer: String = "?unit", on day: LocalDate?, by caller: Caller
    ) async throws -> [String: String] {
        let unit = try caller.unit(.readCatalog, in: unit, at: pointer)
        let (list, ended) = try await loaded(skus, in: unit, on: day, nil, "en", by: caller)
        let asking = ProductQueries.following(skus, currency: caller.currency)
        let (_, following) = try await loaded(asking, in: unit, on: day, caller.currency, by: caller)
        return ended.filter { list.includes($0.value) && $0.value.status(on: list.on) == .ended }
            .compactMapValues { list.successor(of: $0) { following[$0] } }
    }

    /// Why a product is not there: it is none of the caller's, or has ended and another follows it.
    package func absence(
        of sku: String, in unit: UnitID? = nil, on day: LocalDate? = nil, by caller: Caller
    ) async throws -> CatalogRefusal {
        let successor = try await successors(of: [sku], in: unit, on: day, by: caller)[sku]
        return successor.map(CatalogRefusal.ended) ?? .notFound("product in your catalog")
    }

    /// One product as on its own page: with what follows it, where that can be ordered.
    package func page(
        of sku: String, in unit: UnitID? = nil, currency: Currency?, language: ReadingLanguage, by caller: Caller
    ) async throws -> PricedProduct? {
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        let (list, products) = try await loaded([sku], in: unit, on: nil, currency, language, by: caller)
        guard let product = products[sku], var priced = try list.priced(product, quantity: .one) else { return nil }
        if product.successor != nil {
            let asking = ProductQueries.following([sku], currency: list.currency)
            let (today, following) = try await loaded(asking, in: unit, on: nil, list.currency, by: caller)
            priced.successor = today.successor(of: product) { following[$0] }
        }
        return priced
    }

    /// What made the difference between two days; nil for a product outside the assortment on both.
    /// - Parameters:
    ///   - to: today, without one.
    ///   - from: without one, `daysBack` before.
    package func difference(
        of sku: String, _ quantity: Quantity, in unit: UnitID? = nil, from: LocalDate?, to: LocalDate?, currency: Currency? = nil,
        language: ReadingLanguage, by caller: Caller
    ) async throws -> PriceDifference? {
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        let (later, products) = try await loaded([sku], in: unit, on: to, currency, language, by: caller)
        guard let product = products[sku] else { return nil }
        let from = from ?? later.on.adding(days: -Self.daysBack)
        guard from <= later.on else { throw CatalogRefusal.reversed }
        let (earlier, then) = try await loaded([sku], in: unit, on: from, currency, language, by: caller)
        let former = then[sku] ?? product
        do {
            let before = PriceDifference.Side(on: earlier.on, outcome: try earlier.price(of: former, quantity: quantity))
            let after = PriceDifference.Side(on: later.on, outcome: try later.price(of: product, quantity: quantity))
            guard before.isInAssortment || after.isInAssortment else { return nil }
            if let part = product.fault(with: quantity, "?quantity") { throw CatalogRefusal.notWhole([part]) }
            let relisted = try later.price(of: product.listed(at: former.listPrice, on: later.on), quantity: quantity)
            return PriceDifference(from: before, to: after, atFormerListPrice: .init(on: later.on, outcome: relisted))
        } catch is AmountOutOfRange {
            throw CatalogRefusal.tooLarge
        }
    }

    /// Who asks why a price has changed without saying since when means about as long.
    private static let daysBack = 30

    private func loaded(
        _ skus: [String], in unit: UnitID?, on day: LocalDate?, _ currency: Currency?, _ language: ReadingLanguage, by caller: Caller
    ) async throws -> (PriceList, [String: Product]) {
        let currency = currency ?? caller.currency
        var (list, products) = try await loaded(
            ProductQueries.bySKU(skus, currency: currency, language: language), in: unit, on: day, currency, by: caller)
        guard let day else { return (list, products) }
        let past = try await database.read(
            caller.rowSecurity, ListPriceQueries.past(skus, on: day, currency: currency, of: caller, now: world.now()))
        for then in past {
            // Of what the history does not know yet the list price is that of now, and its receipt says so.
            products[then.sku] = products[then.sku].map {
                $0.listed(at: then.isKnown ? then.price : $0.listPrice, on: then.isKnown ? day : then.today)
            }
        }
        return (list, products)
    }

    private func loaded(
        _ asking: Query<[Product]>, in unit: UnitID?, on day: LocalDate?, _ currency: Currency, by caller: Caller
    ) async throws -> (PriceList, [String: Product]) {
        _ = try caller.scope(of: .readCatalog)
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: currency, day: day)
        let stamping = ContractQueries.stamp(of: caller, on: day, now: world.now())
        let (stamp, products) = try await database.read(caller.rowSecurity, stamping, asking)
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
    case configured(PricedConfiguration)
    case refused(LineFlaw)
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
