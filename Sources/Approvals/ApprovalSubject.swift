package import Accounts
package import FoundationEssentials
package import Kernel

/// What an approval is about, known by its facts: a quote's revision today.
package struct ApprovalSubject: Sendable, Equatable {
    package let kind: String
    package let id: UUID
    package let revision: Int
    package let digest: Digest
    package let total: Money
    package let unit: UnitID
    package let requester: MembershipID
    package let requesterPerson: PersonID

    package init(
        kind: String, id: UUID, revision: Int, digest: Digest, total: Money, unit: UnitID, requester: MembershipID,
        requesterPerson: PersonID
    ) {
        self.kind = kind
        self.id = id
        self.revision = revision
        self.digest = digest
        self.total = total
        self.unit = unit
        self.requester = requester
        self.requesterPerson = requesterPerson
    }
}
