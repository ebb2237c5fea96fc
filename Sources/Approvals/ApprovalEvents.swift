import Accounts
import FoundationEssentials
import Kernel

/// The data of `approvalDecided`.
struct ApprovalDecidedData: Encodable {
    let subjectKind: String
    let subject: String
    let revision: Int
    let decision: String
    let comment: String?
    let digest: Digest
    let total: Money
    let state: String
    /// The member for whom it was decided, and their name.
    let `for`: Delegator?

    init(_ decision: ApprovalDecision, _ plan: ApprovalPlan) {
        subjectKind = plan.subject.kind
        subject = plan.subject.id.uuidString.lowercased()
        revision = plan.subject.revision
        self.decision = decision.verdict.rawValue
        comment = decision.comment
        digest = decision.digest
        total = plan.subject.total
        state = plan.state.rawValue
        self.for = decision.behalf.map { Delegator(member: $0.membership, name: $0.name) }
    }
}
