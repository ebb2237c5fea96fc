package import Kernel

/// What a program signs in with for a person, as it is in one account. Its secrets are known to nobody.
package struct APIKey: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Codable {
        case active
        /// Its end has come.
        case expired
        /// In this account; it may work in another.
        case revoked
    }

    /// When it was used last, to the minute or so.
    package struct LastUse: Sendable, Equatable {
        package let at: Instant
        package let address: String
    }

    package let id: APIKeyID
    package let person: PersonID
    package let personName: String
    package var name: String
    /// What it is for in the account: it may do what of these its person may at that moment, and as far.
    package var permissions: Set<Permission>
    package let createdAt: Instant
    package var expiresAt: Instant?
    package var revokedAt: Instant?
    package let lastUse: LastUse?
    /// While the secret before the last rotation works too.
    package var oldSecretExpiresAt: Instant?
    package var version: Int

    package init(
        id: APIKeyID, person: PersonID, personName: String, name: String, permissions: Set<Permission>, createdAt: Instant,
        expiresAt: Instant?, revokedAt: Instant? = nil, lastUse: LastUse? = nil, oldSecretExpiresAt: Instant? = nil, version: Int = 1
    ) {
        self.id = id
        self.person = person
        self.personName = personName
        self.name = name
        self.permissions = permissions
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUse = lastUse
        self.oldSecretExpiresAt = oldSecretExpiresAt
        self.version = version
    }

    package func state(at now: Instant) -> State {
        if revokedAt != nil { return .revoked }
        return expiresAt.map { $0 <= now } ?? false ? .expired : .active
    }
}

package typealias APIKeyID = ID<APIKey>

extension Set<Permission> {
    /// In an order that people and tests can read.
    var inOrder: [Permission] { Permission.allCases.filter(contains) }
}
