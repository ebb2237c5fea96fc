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
    let from: State
    let to: State

    /// How far the plan is.
    struct State: Encodable {
        let state: String
        let stepsApproved: Int
        let decision: String?
        let comment: String?
    }

    /// - Parameter before: the plan as it waited for the decision.
    init(_ decision: ApprovalDecision, _ plan: ApprovalPlan, from before: ApprovalPlan) {
        subjectKind = plan.subject.kind
        subject = plan.subject.id.uuidString.lowercased()
        revision = plan.subject.revision
        self.decision = decision.verdict.rawValue
        comment = decision.comment
        digest = decision.digest
        total = plan.subject.total
        state = plan.state.rawValue
        from = State(state: before.state.rawValue, stepsApproved: before.stepsApproved, decision: nil, comment: nil)
        to = State(
            state: plan.state.rawValue, stepsApproved: plan.stepsApproved, decision: decision.verdict.rawValue, comment: decision.comment)
        self.for = decision.behalf.map { Delegator(member: $0.membership, name: $0.name) }
    }
}

extension ApprovalPlan {
    fileprivate var stepsApproved: Int { steps.count { $0.decision?.verdict == .approve } }
}
