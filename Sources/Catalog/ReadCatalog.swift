package import Accounts
package import Kernel
package import Postgres

/// A product with what it costs this caller.
package struct PricedProduct: Sendable, Equatable {
    package let product: Product
    /// On the day of the price.
    package let status: Product.Status
    /// Nil: price on request.
    package let price: Price?
    /// The SKU of what follows it, where this caller can order that too.
    package var successor: String?
}

/// Reads the contract catalog: what the caller's contracts in force hold, at the prices of the one price function.
package struct ReadCatalog: Sendable {
    let find: FindInCatalog

    package init(database: Database, catalog: LoadCatalogIndex, priceLists: LoadPriceList, world: World) {
        find = FindInCatalog(database: database, priceLists: priceLists, catalog: catalog, world: world)
    }

    /// A page of what the caller can order today, priced for one.
    /// - Parameter unit: whose catalog it is; nil: the caller's own.
    package func page(_ wish: CatalogWish, in unit: UnitID? = nil, by caller: Caller) async throws -> CatalogPage {
        _ = try caller.scope(of: .readCatalog)
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        return try await find(wish, .init(account: caller.account, unit: unit, currency: wish.currency ?? caller.currency), by: caller)
    }

    /// All that a wish finds, without its limit, in its order.
    package func all(_ wish: CatalogWish, in unit: UnitID? = nil, by caller: Caller) async throws -> PriceListExport {
        _ = try caller.scope(of: .readCatalog)
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        return try await find.all(wish, .init(account: caller.account, unit: unit, currency: wish.currency ?? caller.currency), by: caller)
    }
}
