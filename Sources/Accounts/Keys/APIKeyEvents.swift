import Kernel

/// What the ledger keeps of a key. Never a secret, nor its digest.
struct APIKeySaved: Encodable {
    let person: PersonID
    let name: String
    let permissions: [Permission]
    let expiresAt: Instant?

    init(_ key: APIKey) {
        person = key.person
        name = key.name
        permissions = key.permissions.inOrder
        expiresAt = key.expiresAt
    }
}

struct APIKeyChanged: Encodable {
    let from: APIKeySaved
    let to: APIKeySaved
}

struct APIKeyRotated: Encodable {
    let person: PersonID
    let name: String
    /// Absent: the old secret opens nothing any more.
    let oldSecretExpiresAt: Instant?

    init(_ key: APIKey) {
        person = key.person
        name = key.name
        oldSecretExpiresAt = key.oldSecretExpiresAt
    }
}

struct APIKeyRevoked: Encodable {
    let person: PersonID
    let name: String

    init(_ key: APIKey) {
        person = key.person
        name = key.name
    }
}
