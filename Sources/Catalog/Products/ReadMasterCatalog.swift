package import Accounts
import Kernel
import Persistence
package import Postgres

/// Reads the master catalog as the supplier's people keep it.
package struct ReadMasterCatalog: Sendable {
    private let database: Database
    private let admit: AdmitCatalogReader

    package init(database: Database) {
        self.database = database
        admit = AdmitCatalogReader(database: database)
    }

    package func product(_ sku: String, by principal: Principal) async throws -> MasterProduct {
        try await admit(principal)
        let found = try await database.query(MasterProductQueries.bySKU([sku]))
        guard let product = found.first else { throw ProductRefusal.notFound("product") }
        return product
    }

    /// By SKU; one more than `limit` where there are that many.
    package func products(
        _ filter: MasterProductFilter, after sku: String?, limit: Int, by principal: Principal
    ) async throws -> [MasterProduct] {
        try await admit(principal)
        return try await database.query(MasterProductListQueries.page(filter, after: sku, limit: limit + 1))
    }

    /// The states that a product was left in, the last first; one more than `limit` where there are that many.
    package func history(
        of sku: String, before change: Int?, limit: Int, by principal: Principal
    ) async throws -> [CatalogChange] {
        try await admit(principal)
        let found = try await database.query(CatalogHistoryQueries.page(of: sku, before: change, limit: limit + 1))
        guard !found.isEmpty || change != nil else { throw ProductRefusal.notFound("product") }
        return found
    }

    package func categories(
        below parent: String?, after code: String?, limit: Int, by principal: Principal
    ) async throws -> [MasterCategory] {
        try await admit(principal)
        return try await database.query(CategoryQueries.page(parent: parent, after: code, limit: limit + 1))
    }

    package func category(_ code: String, by principal: Principal) async throws -> DescribedCategory {
        try await admit(principal)
        guard UNSPSC.isCode(code) else { throw ProductRefusal.notFound("category") }
        let (found, definitions) = try await database.read(
            principal.personScope.settings, CategoryQueries.one(code), AttributeQueries.of(UNSPSC.chain(code)))
        guard let found else { throw ProductRefusal.notFound("category") }
        let above = definitions.filter { $0.category != code }.sorted { $0.category > $1.category }
        return DescribedCategory(
            category: found, attributes: definitions.filter { $0.category == code }.map(\.definition), inherited: above)
    }
}
