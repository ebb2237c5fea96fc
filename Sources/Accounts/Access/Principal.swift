package import Kernel

/// What a token stands for, before any account.
package struct Principal: Sendable, Equatable {
    package let person: Person
    /// What they are called at the supplier; nil for a customer.
    package let staffTitle: String?
    /// What they may do at the supplier's beside serving accounts; none for a customer.
    package let staffPermissions: Set<StaffPermission>
    /// Who it is does not depend on how they have signed in.
    package let credential: Credential
    package let tokenDigest: Digest
    /// Nil for a key without an end.
    package let expiresAt: Instant?

    package init(
        person: Person, staffTitle: String?, staffPermissions: Set<StaffPermission> = [], credential: Credential, tokenDigest: Digest,
        expiresAt: Instant?
    ) {
        self.person = person
        self.staffTitle = staffTitle
        self.staffPermissions = staffPermissions
        self.credential = credential
        self.tokenDigest = tokenDigest
        self.expiresAt = expiresAt
    }

    package var isStaff: Bool { staffTitle != nil }

    /// For what is read across accounts: a key works in those that it is for.
    package func staff() throws(AccessRefusal) {
        guard isStaff else { throw .notStaff }
        _ = try credential.session()
    }

    package func feedReader() throws(AccessRefusal) {
        guard staffPermissions.contains(.readFeed) else { throw .notAFeedReader }
        _ = try credential.session()
    }

    /// - Throws: `AccessRefusal`, also for a key: it is for accounts, and not for the supplier's own side.
    package func may(_ permission: StaffPermission) throws(AccessRefusal) {
        try staff()
        guard staffPermissions.contains(permission) else { throw .notForThisStaff(permission) }
    }
}
