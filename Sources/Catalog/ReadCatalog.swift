package import Accounts
package import Kernel
package import Postgres

/// A product with what it costs this caller.
package struct PricedProduct: Sendable, Equatable {
    package let product: Product
    /// Nil: price on request.
    package let price: Price?
}

/// Reads the contract catalog: what the caller's contracts in force hold, at the prices of the one price function.
package struct ReadCatalog: Sendable {
    private let database: Database
    private let priceLists: LoadPriceList
    private let world: World

    package init(database: Database, priceLists: LoadPriceList, world: World) {
        self.database = database
        self.priceLists = priceLists
        self.world = world
    }

    /// A page by SKU, priced for one; one more than `limit` where there are that many.
    package func page(
        _ filter: CatalogFilter, after sku: String?, limit: Int, language: String, by caller: Caller
    ) async throws -> [PricedProduct] {
        _ = try caller.scope(of: .readCatalog)
        let wish = wish(of: caller, on: nil)
        let stamping = ContractQueries.stamp(of: caller, on: nil, now: world.now())
        func products(in list: PriceList) -> Query<[Product]> {
            ProductQueries.page(
                in: list.booksInForce, filter, after: sku, limit: limit + 1, currency: caller.currency, language: language)
        }
        // The page is of the contracts that held last; whether they still do comes with it.
        if let (known, list) = priceLists.remembered(wish) {
            let (stamp, found) = try await database.read(caller.rowSecurity, stamping, products(in: list))
            if stamp == known { return try found.compactMap { try list.priced($0, quantity: .one) } }
        }
        return try await database.transaction(caller.rowSecurity) { transaction in
            let list = try await priceLists(wish, transaction.run(stamping), in: transaction)
            return try await transaction.run(products(in: list)).compactMap { try list.priced($0, quantity: .one) }
        }
    }

    /// Products by SKU at given quantities, on a day (today, without one); what is outside the assortment is absent.
    package func prices(
        _ requests: [(sku: String, quantity: Quantity)], on day: LocalDate?, language: String, by caller: Caller
    ) async throws -> [PricedProduct?] {
        _ = try caller.scope(of: .readCatalog)
        let wish = wish(of: caller, on: day)
        let stamping = ContractQueries.stamp(of: caller, on: day, now: world.now())
        let (stamp, products) = try await database.read(
            caller.rowSecurity, stamping,
            ProductQueries.bySKU(requests.map(\.sku), currency: caller.currency, language: language))
        let list: PriceList
        if let (known, remembered) = priceLists.remembered(wish), known == stamp {
            list = remembered
        } else {
            list = try await database.transaction(caller.rowSecurity) { transaction in
                try await priceLists(wish, transaction.run(stamping), in: transaction)
            }
        }
        let known = Dictionary(products.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
        return try requests.map { request in
            try known[request.sku].flatMap { try list.priced($0, quantity: request.quantity) }
        }
    }

    private func wish(of caller: Caller, on day: LocalDate?) -> LoadPriceList.Wish {
        .init(account: caller.account, unit: caller.membership?.unit, currency: caller.currency, day: day)
    }
}
