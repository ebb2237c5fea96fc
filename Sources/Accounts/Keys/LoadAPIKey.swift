import Kernel
import Postgres

/// A key that the caller may see, while nobody else changes a key of the same person.
struct LoadAPIKey: Sendable {
    let world: World

    /// - Throws: `AccessRefusal.sessionRequired`: no key is a way to others, nor to itself.
    func callAsFunction(_ id: APIKeyID, by caller: Caller, in transaction: borrowing Transaction) async throws -> APIKey {
        _ = try caller.credential.session()
        let seen: APIKey? = try await transaction.run(APIKeyQueries.find(id, for: caller, at: world.now()))
        guard let seen else { throw APIKeyRefusal.notFound }
        let (_, key) = try await transaction.run(
            APIKeyQueries.lock(keysOf: seen.person), APIKeyQueries.find(id, for: caller, at: world.now()))
        guard let key else { throw APIKeyRefusal.notFound }
        return key
    }
}
