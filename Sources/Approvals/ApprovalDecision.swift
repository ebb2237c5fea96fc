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
    /// For whom, where it was delegated.
    package let behalf: Behalf?

    /// The member whose right a decision was made with, and whose limits it counts on.
    package struct Behalf: Sendable, Equatable {
        package let delegation: DelegationID
        package let membership: MembershipID
        package let person: PersonID
        package let name: String

        package init(delegation: DelegationID, membership: MembershipID, person: PersonID, name: String) {
            self.delegation = delegation
            self.membership = membership
            self.person = person
            self.name = name
        }

        init(_ delegated: DelegatedPlace) {
            self.init(
                delegation: delegated.delegation, membership: delegated.delegator, person: delegated.place.membership.person,
                name: delegated.delegatorName)
        }
    }

    package init(
        id: ApprovalDecisionID, verdict: Verdict, comment: String?, digest: Digest, membership: MembershipID, person: PersonID,
        personName: String, at: Instant, behalf: Behalf? = nil
    ) {
        self.id = id
        self.verdict = verdict
        self.comment = comment
        self.digest = digest
        self.membership = membership
        self.person = person
        self.personName = personName
        self.at = at
        self.behalf = behalf
    }
}
