package import Kernel
import Ledger
package import Postgres

/// Ends a key in an account at once, for good: its person's doing, or of whoever manages the person.
package struct RevokeAPIKey: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// Needs no version: whatever has become of the key, it is to end. One that is revoked already stays as it is.
    package func callAsFunction(_ id: APIKeyID, by caller: Caller, in transaction: borrowing Transaction) async throws -> APIKey {
        var key = try await LoadAPIKey(world: world)(id, by: caller, in: transaction)
        guard key.revokedAt == nil else { return key }
        let now = world.now()
        key.revokedAt = now
        key.version += 1
        transaction.enqueue(APIKeyQueries.revoke(id, in: caller.account, at: now))
        transaction.enqueue(APIKeyQueries.count(-1, accountsOf: id))
        transaction.record(
            try EventDraft("apiKeyRevoked", "apiKey", id, APIKeyRevoked(key)), in: caller.account.uuid, by: caller.actor, world: world)
        return key
    }
}
