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
    /// Who asked for the approval: the requester, or somebody who may submit what is another's. Neither may decide (rule 7).
    package let submitterPerson: PersonID
    /// Who else has changed the content, in whatever revision it grew from: they asked for it too (rule 7).
    package let editors: [PersonID]
    /// Whose it is, or has been, since the requester's membership is over: it is theirs to take back, so they ask for it (rule 7).
    package internal(set) var heirs: [PersonID]

    package init(
        kind: String, id: UUID, revision: Int, digest: Digest, total: Money, unit: UnitID, requester: MembershipID,
        requesterPerson: PersonID, submitterPerson: PersonID, editors: [PersonID], heirs: [PersonID] = []
    ) {
        self.kind = kind
        self.id = id
        self.revision = revision
        self.digest = digest
        self.total = total
        self.unit = unit
        self.requester = requester
        self.requesterPerson = requesterPerson
        self.submitterPerson = submitterPerson
        self.editors = editors
        self.heirs = heirs
    }

    /// How this person asked for it (rule 7); nil for one who did not, and may decide as far as that goes.
    package func asking(by person: PersonID) -> Ineligibility? {
        switch person {
        case requesterPerson: .requested
        case submitterPerson: .submitted
        case _ where editors.contains(person): .edited
        case _ where heirs.contains(person): .succeeded
        default: nil
        }
    }

    package func isAsked(by person: PersonID) -> Bool { asking(by: person) != nil }
}
