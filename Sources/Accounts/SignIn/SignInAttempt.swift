import Cryptography
import FoundationEssentials
import Kernel

/// What is counted of an attempt to sign in: the e-mail address's digest, since people type passwords into the wrong field.
struct SignInAttempt: Sendable {
    let id: UUID
    let emailDigest: Digest
    /// The network address of the caller.
    let address: String
    let at: Instant

    init(id: UUID, email: String, address: String, at: Instant) {
        self.id = id
        emailDigest = SHA256.digest(email)
        self.address = address
        self.at = at
    }

    /// Failures up to here are forgotten.
    var windowStart: Instant { at + .seconds(-Self.windowSeconds) }

    /// How long a throttled caller has to wait, when the attempt that counts happened at `failure`.
    func retryAfterSeconds(since failure: Instant) -> Int {
        let wait = (failure + .seconds(Self.windowSeconds)).microseconds - at.microseconds
        return max(1, Int((wait + 999_999) / 1_000_000))
    }

    private static let windowSeconds = Limits.signInWindowMinutes * 60
}
