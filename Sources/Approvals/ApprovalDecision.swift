package import Accounts
package import Kernel

package typealias ApprovalDecisionID = ID<ApprovalDecision>

/// Who decided what, about exactly which content.
package struct ApprovalDecision: Sendable, Equatable {
    package enum Verdict: String, Sendable, Codable, CaseIterable { case approve, reject, `return` }

    package let id: ApprovalDecisionID
    package let verdict: Verdict
    package let comment: String?
    package let digest: Digest
    package let membership: MembershipID
    package let person: PersonID
    package let personName: String
    package let at: Instant

    package init(
        id: ApprovalDecisionID, verdict: Verdict, comment: String?, digest: Digest, membership: MembershipID, person: PersonID,
        personName: String, at: Instant
    ) {
        self.id = id
        self.verdict = verdict
        self.comment = comment
        self.digest = digest
        self.membership = membership
        self.person = person
        self.personName = personName
        self.at = at
    }
}
