import Accounts
import FoundationEssentials
import Kernel
import Web

/// A line of the inbox.
struct ApprovalSummaryRepresentation: Encodable {
    let id: ApprovalPlanID
    let subject: SubjectPart
    let requester: String
    let total: Money
    let state: ApprovalPlan.State
    let requestedAt: Instant
    /// The member for whom the caller may decide it; absent where it waits for the caller.
    let `for`: DelegatorPart?
    let actions: [ActionLink]

    struct DelegatorPart: Encodable {
        let member: MembershipID
        let name: String

        init(_ delegator: Delegator) {
            member = delegator.member
            name = delegator.name
        }
    }

    struct SubjectPart: Encodable {
        let kind: String
        let id: String
        let revision: Int

        init(_ subject: ApprovalSubject) {
            kind = subject.kind
            id = subject.id.uuidString.lowercased()
            revision = subject.revision
        }
    }

    init(_ waiting: ReadApprovals.Waiting, _ caller: Caller) { self.init(waiting.row, for: waiting.delegator, caller) }

    init(_ row: ApprovalPlanRow, for delegator: Delegator? = nil, _ caller: Caller) {
        id = row.id
        subject = SubjectPart(row.subject)
        requester = row.requesterName
        total = row.subject.total
        state = row.state
        requestedAt = row.requestedAt
        self.for = delegator.map(DelegatorPart.init)
        actions = [ActionLink("read", "GET", ApprovalRepresentation.path(row.id, caller))]
    }
}

/// The decision page, and what a decision answers.
struct ApprovalRepresentation: Encodable {
    let id: ApprovalPlanID
    let subject: ApprovalSummaryRepresentation.SubjectPart
    let requester: String
    let total: Money
    let state: ApprovalPlan.State
    let policyVersion: Int
    let requestedAt: Instant
    let endedAt: Instant?
    /// What a decision must name: it covers exactly `content`.
    let digest: Digest
    let steps: [StepPart]
    let content: EmbeddedJSON?
    /// From what was submitted before; absent the first time.
    let difference: JSONValue?
    let eligible: [EligiblePart]?
    /// The members for whom the reader could decide it, by delegation; absent where it is their own to decide.
    let `for`: [ApprovalSummaryRepresentation.DelegatorPart]?
    /// What keeps the reader from approving it, though they may reject or return it; absent where nothing does.
    let limit: JSONValue?
    let actions: [ActionLink]

    struct StepPart: Encodable {
        let number: Int
        let rule: String
        let reason: String
        let role: RoleKey
        let decision: DecisionPart?
    }

    struct DecisionPart: Encodable {
        let decision: ApprovalDecision.Verdict
        let comment: String?
        let by: String
        let at: Instant
        let digest: Digest
        /// For whom, by delegation.
        let `for`: ApprovalSummaryRepresentation.DelegatorPart?
    }

    struct EligiblePart: Encodable {
        let member: MembershipID
        let name: String
    }

    init(_ page: ReadApprovals.DecisionPage, _ caller: Caller) throws {
        self.init(
            page.plan, requester: page.row.requesterName, content: try EmbeddedJSON(page.content),
            difference: page.before.map { JSONValue(.object($0.difference)) },
            eligible: page.eligible.map { EligiblePart(member: $0.membership, name: $0.name) }, rights: page.rights, excess: page.excess,
            caller)
    }

    init(_ decided: DecidedApproval, _ caller: Caller) {
        self.init(
            decided.plan, requester: decided.requesterName, content: nil, difference: nil, eligible: nil,
            rights: decided.plan.rights(of: caller),
            excess: nil, caller)
    }

    private init(
        _ plan: ApprovalPlan, requester: String, content: EmbeddedJSON?, difference: JSONValue?, eligible: [EligiblePart]?,
        rights: [ActingRight], excess: LimitExcess?, _ caller: Caller
    ) {
        id = plan.id
        subject = .init(plan.subject)
        self.requester = requester
        total = plan.subject.total
        state = plan.state
        policyVersion = plan.policyVersion
        requestedAt = plan.requestedAt
        endedAt = plan.endedAt
        digest = plan.subject.digest
        steps = plan.steps.map { step in
            StepPart(
                number: step.number, rule: step.rule, reason: step.reason, role: step.role,
                decision: step.decision.map {
                    DecisionPart(
                        decision: $0.verdict, comment: $0.comment, by: $0.personName, at: $0.at, digest: $0.digest,
                        for: $0.behalf.map { .init(Delegator(member: $0.membership, name: $0.name)) })
                })
        }
        self.content = content
        self.difference = difference
        self.eligible = eligible
        let delegators = rights.compactMap(\.delegation).map { ApprovalSummaryRepresentation.DelegatorPart(Delegator($0)) }
        self.for = delegators.isEmpty || delegators.count < rights.count ? nil : delegators
        limit = excess.map { JSONValue(.object($0.told)) }
        actions = !rights.isEmpty ? [ActionLink("decide", "POST", Self.path(plan.id, caller) + "/decisions")] : []
    }

    static func path(_ id: ApprovalPlanID, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/approvals/\(id)" }
}
