package import FoundationEssentials
import Kernel
package import Postgres

/// What changed on the supplier's own side, for those who say who may do what there.
package struct ReadSupplierChanges: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// The newest first; one more than `limit`, where there are that many.
    package func callAsFunction(
        _ filter: SupplierChangeFilter, before position: UUID?, limit: Int, by principal: Principal
    ) async throws -> [SupplierChange] {
        try principal.may(.manageStaff)
        return try await database.read(
            principal.rowSecurity, SupplierChangeQueries.page(filter, before: position, limit: limit + 1))
    }
}
