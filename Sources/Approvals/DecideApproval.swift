package import Accounts
package import Kernel
import Ledger
package import Postgres

/// Approves, rejects or returns exactly the content that was shown (rules 7, 8, 11).
package struct DecideApproval: Sendable {
    package struct Input: Sendable, Equatable {
        package let verdict: ApprovalDecision.Verdict
        package let comment: String?
        package let digest: Digest
        /// The membership with whose right it is decided, by delegation; nil: whichever it can only be.
        package let delegator: MembershipID?

        package init(verdict: ApprovalDecision.Verdict, comment: String?, digest: Digest, for delegator: MembershipID? = nil) {
            self.verdict = verdict
            self.comment = comment
            self.digest = digest
            self.delegator = delegator
        }
    }

    private let subjects: [ApprovalSubjectKind]
    private let world: World

    package init(subjects: [ApprovalSubjectKind], world: World) {
        self.subjects = subjects
        self.world = world
    }

    /// - Throws: `ApprovalRefusal`, `AccessRefusal`.
    package func callAsFunction(
        _ id: ApprovalPlanID, _ input: Input, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> DecidedApproval {
        let scope = try caller.scope(of: .decideApprovals)
        let member = try caller.member()
        let (holders, now) = (caller.holders(of: .approve), world.now())
        let (row, steps, _, limits, uses) = try await transaction.run(
            ApprovalQueries.locked(id, account: caller.account), ApprovalQueries.steps(of: [id], account: caller.account),
            LimitUseQueries.lock(holders, .approve, in: caller.account), SpendingLimitQueries.counting(for: holders, in: caller.account),
            LimitUseQueries.used(by: holders, .approve, in: caller.account, at: now))
        guard let row, scope.allows(unit: row.subject.unit, owner: row.subject.requester) else { throw ApprovalRefusal.notFound }

        var plan = row.plan(with: steps[id] ?? [])
        let standing = LimitStanding(limits: limits, uses: uses)
        let right = try plan.right(of: caller, for: input.delegator, approving: input.verdict == .approve, standing)
        let before = Set(plan.steps.filter { $0.decision == nil }.map(\.number))
        let decision = ApprovalDecision(
            id: world.newID(), verdict: input.verdict, comment: input.comment, digest: input.digest,
            membership: right.delegation?.delegate ?? member.id,
            person: caller.person, personName: caller.personName, at: now, behalf: right.delegation.map(ApprovalDecision.Behalf.init))
        do {
            try plan.decide(decision, where: right.reaches)
        } catch {
            throw try await explained(error, about: input.digest, plan.subject, in: caller.account, transaction)
        }

        if input.verdict == .approve, !row.plan(with: steps[id] ?? []).isApproved(by: right.person) {
            if let excess = standing.excess(of: .approve, by: right, plan.subject.total) { throw LimitRefusal.beyond(excess) }
            transaction.enqueue(
                LimitUseQueries.insert(
                    plan.subject.total, .approve, by: right.person, about: plan.id.uuid, on: standing.today, in: caller.account))
        } else if input.verdict != .approve {
            // Who has approved another step of it has approved nothing.
            transaction.enqueue(LimitUseQueries.release(plan.id.uuid, in: caller.account, at: now))
        }
        let decided = plan.steps.filter { before.contains($0.number) && $0.decision != nil }.map { ($0.number, world.newUUID()) }
        transaction.enqueue(ApprovalQueries.insert(decision, on: decided, of: plan, account: caller.account))
        transaction.enqueue(ApprovalQueries.saveState(of: plan, account: caller.account))
        var events = [try EventDraft("approvalDecided", "approval", plan.id, ApprovalDecidedData(decision, plan))]
        if plan.state != .pending, let subject = subjects.first(where: { $0.kind == plan.subject.kind }) {
            events += try await subject.carryOut(plan, caller, world, transaction)
        }
        transaction.record(events, in: caller.account.uuid, by: caller.actor(with: right), world: world)
        return DecidedApproval(plan: plan, requesterName: row.requesterName)
    }

    /// Adds to a refusal what there is to decide on instead, and how that differs from what the decider saw (rule 8).
    private func explained(
        _ refusal: ApprovalRefusal, about seen: Digest, _ subject: ApprovalSubject, in account: AccountID,
        _ transaction: borrowing Transaction
    ) async throws -> ApprovalRefusal {
        guard let kind = subjects.first(where: { $0.kind == subject.kind }) else { return refusal }
        switch refusal {
        case .otherContent(let current, let revision, _):
            let seen: SeenContent? = try await transaction.run(kind.seen(account, subject.id, seen, revision))
            return .otherContent(current: current, revision: revision, seen: seen)
        case .alreadyEnded(let state, _):
            let later: NextApproval? = try await transaction.run(ApprovalQueries.latest(after: subject, account: account))
            guard let later else { return refusal }
            let seen: SeenContent? = try await transaction.run(kind.seen(account, subject.id, seen, later.revision))
            return .alreadyEnded(state, next: NextApproval(id: later.id, revision: later.revision, digest: later.digest, seen: seen))
        case .notFound, .ownRequest, .notYours, .nobodyEligible, .noPolicy: return refusal
        }
    }
}

package struct DecidedApproval: Sendable, Equatable {
    package let plan: ApprovalPlan
    package let requesterName: String
}
