package import Accounts
import Kernel
import Postgres

/// What approvals keep of members: the steps that wait for somebody who may decide them (product.md rule 10).
package enum MemberApprovalQueries {
    package static let aspect = MemberAspect(
        stranded: { membership, units, now, transaction in
            let (account, within) = (membership.account, Set(units))
            let waiting = try await transaction.run(
                ApprovalQueries.waiting(
                    account: account, for: [DecidingRight(scope: .account, roles: membership.roles, persons: [membership.person])],
                    after: nil, limit: .max)
            ).filter { within.contains($0.subject.unit) }
            guard !waiting.isEmpty else { return [] }
            let steps = try await transaction.run(ApprovalQueries.steps(of: waiting.map(\.id), account: account))
            var members: [UnitID: [EligibleApprover]] = [:]
            for unit in Set(waiting.map(\.subject.unit)) {
                members[unit] = try await transaction.run(
                    ApprovalQueries.eligible(account: account, unit: unit, now: now, lasting: true))
            }
            return waiting.flatMap { row in
                let there = members[row.subject.unit] ?? []
                return (steps[row.id] ?? [])
                    .filter { $0.decision == nil && membership.roles.contains($0.role) }
                    .filter { there.eligible(as: $0.role, for: row.subject).isEmpty }
                    .map { StrandedStep(approval: row.id.uuid, rule: $0.rule, role: $0.role) }
            }
        })
}
