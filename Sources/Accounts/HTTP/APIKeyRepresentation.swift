import Kernel
import Web

struct APIKeyRepresentation: Encodable {
    let id: APIKeyID
    let name: String
    let person: Named
    let permissions: [Permission]
    let state: APIKey.State
    let createdAt: Instant
    let expiresAt: Instant?
    let revokedAt: Instant?
    let oldSecretExpiresAt: Instant?
    let lastUse: LastUse?
    let version: Int
    /// Only in the first answer to whoever has made or rotated it.
    let secret: String?
    let actions: [ActionLink]

    init(_ key: APIKey, secret: String? = nil, for caller: Caller, at now: Instant) {
        id = key.id
        name = key.name
        person = Named(id: key.person, name: key.personName)
        permissions = key.permissions.inOrder
        state = key.state(at: now)
        createdAt = key.createdAt
        expiresAt = key.expiresAt
        revokedAt = key.revokedAt
        oldSecretExpiresAt = key.oldSecretExpiresAt
        lastUse = key.lastUse.map { LastUse(at: $0.at, address: $0.address) }
        version = key.version
        self.secret = secret
        actions = Self.actions(key, state, caller)
    }

    private static func actions(_ key: APIKey, _ state: APIKey.State, _ caller: Caller) -> [ActionLink] {
        guard case .session = caller.credential, state != .revoked else { return [] }
        let path = path(key.id, caller)
        let revoke = ActionLink("revoke", "POST", path + "/revoke")
        guard key.person == caller.person, state == .active else { return [revoke] }
        return [ActionLink("change", "PATCH", path), ActionLink("rotate", "POST", path + "/rotate"), revoke]
    }

    static func path(_ id: APIKeyID, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/api-keys/\(id)" }

    struct Named: Encodable {
        let id: PersonID
        let name: String
    }

    struct LastUse: Encodable {
        let at: Instant
        let address: String
    }
}
