import Cryptography
package import Kernel
import Ledger
package import Postgres
import Web

/// Gives a key a new secret. The old one works until a given moment, or no more: in every account in which the key works.
package struct RotateAPIKey: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameters:
    ///   - until: how long the old secret works; nil ends it at once.
    ///   - version: what the caller has read.
    package func callAsFunction(
        _ id: APIKeyID, keepingOldUntil until: Instant?, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> KeyWithSecret {
        let now = world.now()
        var key = try await LoadAPIKey(world: world)(id, by: caller, in: transaction)
        try key.checkOwner(caller, at: now)
        guard key.version == version else { throw StaleVersion(current: key.version) }
        if let until {
            guard until > now, until <= now + .seconds(Limits.apiKeyOverlapDays * 86_400) else { throw APIKeyRefusal.overlapTooLong }
        }
        key.oldSecretExpiresAt = until
        key.version += 1
        let secret = Token.new(.apiKey)
        transaction.enqueue(APIKeyQueries.endSecrets(of: id, until: until ?? now, at: now))
        transaction.enqueue(APIKeyQueries.insert(secret: secret.digest, of: id, at: now))
        transaction.enqueue(APIKeyQueries.save(key))
        transaction.record(
            try EventDraft("apiKeyRotated", "apiKey", id, APIKeyRotated(key)), in: caller.account.uuid, by: caller.actor, world: world)
        return KeyWithSecret(key: key, secret: secret)
    }
}
