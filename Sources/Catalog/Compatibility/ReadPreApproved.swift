package import Accounts
import Kernel
package import Postgres

/// Reads what is approved in advance for a unit.
package struct ReadPreApproved: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// - Throws: `OrganisationRefusal.notFound` for a unit whose catalog the caller does not read.
    package func callAsFunction(for unit: UnitID, by caller: Caller) async throws -> PreApproved {
        _ = try caller.scope(of: .readCatalog)
        do {
            _ = try caller.unit(.readCatalog, in: unit, at: "")
        } catch .unitNotFound {
            throw OrganisationRefusal.notFound
        }
        let path = caller.tree.path(from: unit)
        let lists = try await database.read(caller.rowSecurity, PreApprovedQueries.of(path, in: caller.account))
        return PreApproved(lists, along: path, of: unit)
    }
}
