package import FoundationEssentials
package import Kernel

/// A sign-in, as the person sees it.
package struct Session: Sendable, Equatable {
    package let id: UUID
    package let createdAt: Instant
    package let expiresAt: Instant
    /// From where it was opened; nil where that is not known.
    package let address: String?
    package let userAgent: String?
    /// To the minute or so; nil before the first use was written.
    package let lastUsedAt: Instant?

    package init(
        id: UUID, createdAt: Instant, expiresAt: Instant, address: String?, userAgent: String?, lastUsedAt: Instant? = nil
    ) {
        self.id = id
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.address = address
        self.userAgent = userAgent
        self.lastUsedAt = lastUsedAt
    }
}
