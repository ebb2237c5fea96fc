package import FoundationEssentials
package import Kernel

/// What a token stands for, before any account.
package struct Principal: Sendable, Equatable {
    package let person: Person
    /// What they are called at the supplier; nil for a customer.
    package let staffTitle: String?
    package let readsFeed: Bool
    package let sessionID: UUID
    package let sessionDigest: Digest
    package let expiresAt: Instant

    package init(
        person: Person, staffTitle: String?, readsFeed: Bool, sessionID: UUID, sessionDigest: Digest, expiresAt: Instant
    ) {
        self.person = person
        self.staffTitle = staffTitle
        self.readsFeed = readsFeed
        self.sessionID = sessionID
        self.sessionDigest = sessionDigest
        self.expiresAt = expiresAt
    }

    package var isStaff: Bool { staffTitle != nil }

    package func staff() throws(AccessRefusal) {
        guard isStaff else { throw .notStaff }
    }

    package func feedReader() throws(AccessRefusal) {
        guard readsFeed else { throw .notAFeedReader }
    }
}
