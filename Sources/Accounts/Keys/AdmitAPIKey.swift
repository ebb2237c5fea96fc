package import Kernel
import Ledger
package import Postgres

/// Lets a key of the caller's own, made in another account of theirs, work in this one too.
package struct AdmitAPIKey: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter permissions: what it is for in this account.
    package func callAsFunction(
        _ id: APIKeyID, _ permissions: Set<Permission>, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> APIKey {
        _ = try caller.credential.session()
        let now = world.now()
        let (_, found, here) = try await transaction.run(
            APIKeyQueries.lock(keysOf: caller.person), APIKeyQueries.owned(id, by: caller.person, at: now),
            APIKeyQueries.find(id, for: caller, at: now))
        if let here {
            try here.checkOwner(caller, at: now)
            throw APIKeyRefusal.worksHere
        }
        guard let found else { throw APIKeyRefusal.notFound }
        let key = APIKey(
            id: id, person: caller.person, personName: caller.personName, name: found.name, permissions: permissions, createdAt: now,
            expiresAt: found.expiresAt, version: found.version + 1)
        try key.check(adding: permissions, by: caller)
        transaction.enqueue(APIKeyQueries.admit(key, to: caller.account, at: now))
        transaction.enqueue(APIKeyQueries.count(1, accountsOf: id))
        transaction.record(
            try EventDraft("apiKeyAdmitted", "apiKey", id, APIKeySaved(key)), in: caller.account.uuid, by: caller.actor, world: world)
        return key
    }
}
