package import Accounts
import Kernel
package import Postgres

/// Reads what fits what, as the supplier's people keep it.
package struct ReadFits: Sendable {
    private let database: Database
    private let admit: AdmitCatalogReader

    package init(database: Database) {
        self.database = database
        admit = AdmitCatalogReader(database: database)
    }

    /// By key; one more than `limit` where there are that many.
    /// - Parameter sku: only those that speak of this product, or say that it fits.
    package func page(of sku: String?, after key: String?, limit: Int, by principal: Principal) async throws -> [MasterFit] {
        try await admit(principal)
        return try await database.query(FitQueries.page(of: sku, after: key, limit: limit + 1))
    }

    package func one(_ key: String, by principal: Principal) async throws -> MasterFit {
        try await admit(principal)
        guard let fit = try await database.query(FitQueries.byKey([key])).first else { throw ProductRefusal.notFound("fit") }
        return fit
    }

    /// The states that a fit was left in, the last first; one more than `limit` where there are that many.
    package func history(of key: String, before change: Int?, limit: Int, by principal: Principal) async throws -> [CatalogChange] {
        try await admit(principal)
        let found = try await database.query(CatalogHistoryQueries.page(of: key, .fit, before: change, limit: limit + 1))
        guard !found.isEmpty || change != nil else { throw ProductRefusal.notFound("fit") }
        return found
    }
}
