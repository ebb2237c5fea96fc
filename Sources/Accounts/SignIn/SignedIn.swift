package import Cryptography
package import Kernel

/// A session just made. Its token is shown this once and kept nowhere.
package struct SignedIn: Sendable {
    package let token: Token
    package let expiresAt: Instant
    package let person: Person
}
