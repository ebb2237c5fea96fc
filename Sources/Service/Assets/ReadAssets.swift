package import Accounts
package import Catalog
package import Kernel
package import Postgres

/// Reads assets within the caller's scope: that of orders, since they are what was ordered and came.
package struct ReadAssets: Sendable {
    private let database: Database
    private let catalog: ReadCatalog
    private let world: World

    package init(database: Database, catalog: ReadCatalog, world: World) {
        self.database = database
        self.catalog = catalog
        self.world = world
    }

    /// - Throws: `AssetRefusal.notFound`, also for one outside the scope.
    package func one(_ id: AssetID, language: ReadingLanguage, by caller: Caller) async throws -> Asset {
        let scope = try caller.scope(of: .readOrders)
        let found: Asset? = try await database.read(
            caller.rowSecurity, AssetQueries.find(id, of: caller, scope: scope, language: language, at: world.now()))
        guard let found else { throw AssetRefusal.notFound }
        return found
    }

    /// Newest first; one more than `limit` where there are that many.
    package func page(
        _ filter: AssetFilter, language: ReadingLanguage, before: AssetID?, limit: Int, by caller: Caller
    ) async throws -> [Asset] {
        let scope = try caller.scope(of: .readOrders)
        return try await database.read(
            caller.rowSecurity,
            AssetQueries.page(
                of: caller, scope: scope, filter: filter, language: language, before: before, limit: limit + 1, at: world.now()))
    }

    /// What fits it, of what the caller can order today; services by its warranty. An asset without a known warranty has none in force.
    package func compatible(
        with id: AssetID, _ wish: CompatibleWish, in unit: UnitID?, by caller: Caller
    ) async throws -> (asset: Asset, page: CompatiblePage) {
        _ = try caller.scope(of: .readCatalog)
        let asset = try await one(id, language: wish.catalog.language, by: caller)
        let subject = ReadCatalog.CompatibleSubject.asset(sku: asset.sku, isUnderWarranty: asset.warranty == .inForce)
        return (asset, try await catalog.compatible(with: subject, wish, in: unit, by: caller))
    }
}
