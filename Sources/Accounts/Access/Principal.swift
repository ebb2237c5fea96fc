package import FoundationEssentials
package import Kernel

/// What a token stands for, before any account.
package struct Principal: Sendable, Equatable {
    package let person: Person
    /// What they are called at the supplier; nil for a customer.
    package let staffTitle: String?
    /// What they may do at the supplier's beside serving accounts; none for a customer.
    package let staffPermissions: Set<StaffPermission>
    package let sessionID: UUID
    package let sessionDigest: Digest
    package let expiresAt: Instant

    package init(
        person: Person, staffTitle: String?, staffPermissions: Set<StaffPermission> = [], sessionID: UUID, sessionDigest: Digest,
        expiresAt: Instant
    ) {
        self.person = person
        self.staffTitle = staffTitle
        self.staffPermissions = staffPermissions
        self.sessionID = sessionID
        self.sessionDigest = sessionDigest
        self.expiresAt = expiresAt
    }

    package var isStaff: Bool { staffTitle != nil }

    package func staff() throws(AccessRefusal) {
        guard isStaff else { throw .notStaff }
    }

    package func feedReader() throws(AccessRefusal) {
        guard staffPermissions.contains(.readFeed) else { throw .notAFeedReader }
    }

    package func may(_ permission: StaffPermission) throws(AccessRefusal) {
        try staff()
        guard staffPermissions.contains(permission) else { throw .notForThisStaff(permission) }
    }
}
