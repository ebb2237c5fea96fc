package import Cryptography
package import Kernel
import Ledger
package import Postgres

/// Makes a key for a program of the caller's own, good for no more than the caller may do.
package struct CreateAPIKey: Sendable {
    package struct Input: Sendable {
        package let name: String
        package let permissions: Set<Permission>
        package let expiresAt: Instant?

        package init(name: String, permissions: Set<Permission>, expiresAt: Instant? = nil) {
            self.name = name
            self.permissions = permissions
            self.expiresAt = expiresAt
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(
        _ input: Input, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> KeyWithSecret {
        _ = try caller.credential.session()
        let now = world.now()
        let key = APIKey(
            id: world.newID(), person: caller.person, personName: caller.personName, name: input.name, permissions: input.permissions,
            createdAt: now, expiresAt: input.expiresAt)
        try key.check(adding: key.permissions, by: caller)
        try key.checkEnd(at: now)
        let (_, count) = try await transaction.run(
            APIKeyQueries.lock(keysOf: caller.person), APIKeyQueries.count(of: caller.person, at: now))
        guard count < Limits.apiKeysPerPerson else { throw APIKeyRefusal.tooMany }
        let secret = Token.new(.apiKey)
        transaction.enqueue(APIKeyQueries.insert(key))
        transaction.enqueue(APIKeyQueries.insert(secret: secret.digest, of: key.id, at: now))
        transaction.enqueue(APIKeyQueries.admit(key, to: caller.account, at: now))
        transaction.record(
            try EventDraft("apiKeyCreated", "apiKey", key.id, APIKeySaved(key)), in: caller.account.uuid, by: caller.actor, world: world)
        return KeyWithSecret(key: key, secret: secret)
    }
}

/// A key with the secret that was just made for it: shown this once and kept nowhere.
package struct KeyWithSecret: Sendable {
    package let key: APIKey
    package let secret: Token
}

extension APIKey {
    /// Whether the caller may do what the key is to be for. What they may no longer do some day the key may not do then either.
    func check(adding permissions: Set<Permission>, by caller: Caller) throws(APIKeyRefusal) {
        let missing = permissions.inOrder.filter { caller.scope(ifPermitted: $0) == nil }
        guard missing.isEmpty else { throw .moreThanYouHold(missing) }
    }

    func checkEnd(at now: Instant) throws(APIKeyRefusal) {
        guard expiresAt.map({ $0 > now }) ?? true else { throw .endIsPast }
    }

    /// Whether the caller may change it: it is theirs, and has not ended.
    func checkOwner(_ caller: Caller, at now: Instant) throws(APIKeyRefusal) {
        guard person == caller.person else { throw .notYours }
        guard state(at: now) == .active else { throw .ended }
    }
}
