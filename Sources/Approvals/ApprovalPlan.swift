package import Accounts
package import Kernel

package typealias ApprovalPlanID = ID<ApprovalPlan>

/// What one revision needs before it can be ordered, frozen with the digest of its content.
package struct ApprovalPlan: Sendable, Equatable {
    package enum State: String, Sendable, Codable, CaseIterable { case pending, approved, rejected, returned, recalled }

    /// One approval by somebody with `role` over `unit`.
    package struct Step: Sendable, Equatable {
        package let number: Int
        package let rule: String
        package let reason: String
        package let role: RoleKey
        package let unit: UnitID
        package var decision: ApprovalDecision?

        package init(number: Int, rule: String, reason: String, role: RoleKey, unit: UnitID, decision: ApprovalDecision? = nil) {
            self.number = number
            self.rule = rule
            self.reason = reason
            self.role = role
            self.unit = unit
            self.decision = decision
        }
    }

    package let id: ApprovalPlanID
    package let subject: ApprovalSubject
    package let policyVersion: Int
    package internal(set) var state: State
    package internal(set) var version: Int
    package internal(set) var steps: [Step]
    package let requestedAt: Instant
    package internal(set) var endedAt: Instant?

    package init(
        id: ApprovalPlanID, subject: ApprovalSubject, policyVersion: Int, state: State, version: Int, steps: [Step], requestedAt: Instant,
        endedAt: Instant?
    ) {
        self.id = id
        self.subject = subject
        self.policyVersion = policyVersion
        self.state = state
        self.version = version
        self.steps = steps
        self.requestedAt = requestedAt
        self.endedAt = endedAt
    }

    /// The plan that a policy asks of a subject. One without steps is complete at once.
    /// - Parameter members: who has which role over the subject's unit.
    /// - Throws: `ApprovalRefusal.nobodyEligible` for a plan that nobody could complete (rule 10).
    package init(
        id: ApprovalPlanID, for subject: ApprovalSubject, under policy: ApprovalPolicy, members: [EligibleApprover], at now: Instant
    ) throws(ApprovalRefusal) {
        var steps: [Step] = []
        for rule in policy.rules {
            guard let reason = rule.reason(for: subject.total) else { continue }
            guard !members.eligible(as: rule.role, for: subject).isEmpty else {
                throw .nobodyEligible(rule: rule.name, role: rule.role, excluded: members.excluded(as: rule.role, for: subject))
            }
            steps.append(Step(number: steps.count + 1, rule: rule.name, reason: reason, role: rule.role, unit: subject.unit))
        }
        self.init(
            id: id, subject: subject, policyVersion: policy.version, state: steps.isEmpty ? .approved : .pending, version: 1, steps: steps,
            requestedAt: now, endedAt: steps.isEmpty ? now : nil)
    }

    /// The first step that waits for a decision.
    package var waitingStep: Step? { state == .pending ? steps.first { $0.decision == nil } : nil }
}
