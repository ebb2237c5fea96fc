package import Kernel
package import Postgres
import Web

/// Renames, disables or enables a partner. The people of a disabled one see nothing from then on.
package struct ChangePartner: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: PartnerID, name: String?, isDisabled: Bool?, expecting version: Int, by principal: Principal
    ) async throws -> Partner {
        try principal.may(.manageTeams)
        return try await database.transaction(principal.rowSecurity) { transaction in
            try await transaction.check(.manageTeams, of: principal)
            let found: Partner? = try await transaction.run(PartnerQueries.locked(id))
            let current = try found.orThrow(TeamRefusal.notFound)
            guard current.version == version else { throw StaleVersion(current: current.version) }
            var changed = current
            changed.name = name ?? current.name
            if let isDisabled, isDisabled != (current.disabledAt != nil) { changed.disabledAt = isDisabled ? world.now() : nil }
            guard changed != current else { return current }
            changed.version += 1
            try await transaction.run(PartnerQueries.save(changed))
            transaction.enqueue(
                try SupplierChangeQueries.record(
                    "partnerChanged", id, PartnerChange(from: current, to: changed), by: principal.person.id, in: world))
            return changed
        }
    }
}
