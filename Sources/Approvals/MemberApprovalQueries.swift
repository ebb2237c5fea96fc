package import Accounts
import Kernel
import Persistence
import Postgres

/// What approvals keep of members: the steps that wait for somebody who may decide them (product.md rule 10).
package enum MemberApprovalQueries {
    package static let aspect = MemberAspect(
        stranded: { membership, units, now, transaction in
            let (account, within) = (membership.account, Set(units))
            let deciding = DecidingRight(scope: .account, roles: membership.roles, persons: [membership.person])
            let decided = try await waiting(for: deciding, of: account, now, transaction)
                .filter { within.contains($0.plan.subject.unit) }
                .flatMap { waiting in waiting.steps { membership.roles.contains($0.role) } }
            let (owners, heir) = try await transaction.run(HeirQueries.handover(of: membership.id, in: account))
            guard let heir else { return decided }
            let owned = DecidingRight(scope: .owned(by: owners), roles: nil, persons: [])
            let handedOver = try await waiting(for: owned, of: account, now, transaction)
                .flatMap { waiting in waiting.passed(to: heir).steps { !waiting.isStranded($0) } }
            return decided + handedOver.filter { !decided.contains($0) }
        })

    private static func waiting(
        for right: DecidingRight, of account: AccountID, _ now: Instant, _ transaction: borrowing Transaction
    ) async throws -> [Waiting] {
        let rows = try await transaction.run(
            ApprovalQueries.waiting(account: account, for: [right], after: nil, limit: .max, at: now))
        guard !rows.isEmpty else { return [] }
        let steps = try await transaction.run(ApprovalQueries.steps(of: rows.map(\.id), account: account))
        var members: [UnitID: [EligibleApprover]] = [:]
        for unit in Set(rows.map(\.subject.unit)) {
            members[unit] = try await transaction.run(
                ApprovalQueries.eligible(account: account, unit: unit, now: now, lasting: true))
        }
        return rows.map { Waiting(plan: $0.plan(with: steps[$0.id] ?? []), members: members[$0.subject.unit] ?? []) }
    }
}

/// A plan that waits, and who stays of those with a role over its unit.
private struct Waiting {
    let plan: ApprovalPlan
    let members: [EligibleApprover]
    var subject: ApprovalSubject

    init(plan: ApprovalPlan, members: [EligibleApprover]) {
        self.plan = plan
        self.members = members
        subject = plan.subject
    }

    func isStranded(_ step: ApprovalPlan.Step) -> Bool { members.eligible(as: step.role, for: subject).isEmpty }

    /// Those of the undecided ones that nobody could decide.
    func steps(where counts: (ApprovalPlan.Step) -> Bool) -> [StrandedStep] {
        plan.steps.filter { $0.decision == nil && counts($0) && isStranded($0) }
            .map { StrandedStep(approval: plan.id.uuid, rule: $0.rule, role: $0.role) }
    }

    /// The same once somebody has come to what it is about.
    func passed(to heir: PersonID) -> Waiting {
        var next = self
        next.subject.heirs.append(heir)
        return next
    }
}
