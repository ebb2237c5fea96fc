package import Kernel
import Ledger
package import Postgres
package import Web

/// Renames a key, says what else it is for in the account, or when it ends.
package struct ChangeAPIKey: Sendable {
    package struct Input: Sendable {
        package let name: String?
        package let permissions: Set<Permission>?
        package let expiresAt: Change<Instant>

        package init(name: String? = nil, permissions: Set<Permission>? = nil, expiresAt: Change<Instant> = .keep) {
            self.name = name
            self.permissions = permissions
            self.expiresAt = expiresAt
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: APIKeyID, _ input: Input, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> APIKey {
        let now = world.now()
        let current = try await LoadAPIKey(world: world)(id, by: caller, in: transaction)
        try current.checkOwner(caller, at: now)
        guard current.version == version else { throw StaleVersion(current: current.version) }
        var changed = current
        changed.name = input.name ?? current.name
        changed.permissions = input.permissions ?? current.permissions
        changed.expiresAt = input.expiresAt.applied(to: current.expiresAt)
        guard changed != current else { return current }
        try changed.check(adding: changed.permissions.subtracting(current.permissions), by: caller)
        try changed.checkEnd(at: now)
        changed.version += 1
        transaction.enqueue(APIKeyQueries.save(changed))
        if changed.permissions != current.permissions {
            transaction.enqueue(APIKeyQueries.save(permissionsOf: changed, in: caller.account))
        }
        transaction.record(
            try EventDraft("apiKeyChanged", "apiKey", id, APIKeyChanged(from: APIKeySaved(current), to: APIKeySaved(changed))),
            in: caller.account.uuid, by: caller.actor, world: world)
        return changed
    }
}
