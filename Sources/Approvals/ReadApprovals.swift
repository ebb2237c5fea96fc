package import Accounts
package import Kernel
package import Postgres

/// Reads the inbox and the decision page.
package struct ReadApprovals: Sendable {
    /// All that a decision needs.
    package struct DecisionPage: Sendable {
        package let row: ApprovalPlanRow
        package let plan: ApprovalPlan
        /// JSON object text: exactly what the digest is over.
        package let content: String
        /// What was submitted before, and what has become of it; nil the first time.
        package let before: SeenContent?
        /// Who could decide, those left out who asked for it.
        package let eligible: [EligibleApprover]
        /// With which rights the reader may decide it, their own first; none where they may not.
        package let rights: [ActingRight]
        /// What keeps the first of them that could from approving it; nil where nothing does.
        package let excess: LimitExcess?
    }

    /// A line of the inbox.
    package struct Waiting: Sendable {
        package let row: ApprovalPlanRow
        /// The member for whom the caller may decide it; nil where it waits for the caller.
        package let delegator: Delegator?
    }

    private let database: Database
    private let subjects: [ApprovalSubjectKind]
    private let world: World

    package init(database: Database, subjects: [ApprovalSubjectKind], world: World) {
        self.database = database
        self.subjects = subjects
        self.world = world
    }

    /// What waits for this caller, and for those who have delegated it to them, the longest waiting first; one more than `limit` where
    /// there are that many. Nothing waits for somebody who may not decide: their inbox is empty.
    package func inbox(after cursor: ApprovalPlanPosition?, limit: Int, by caller: Caller) async throws -> [Waiting] {
        let rights = DecidingRight.all(of: caller)
        guard !rights.isEmpty else { return [] }
        let waiting = ApprovalQueries.waiting(account: caller.account, for: rights, after: cursor, limit: limit + 1)
        guard caller.delegated.contains(where: { $0.act == .approve }) else {
            return try await database.read(caller.rowSecurity, waiting).map { Waiting(row: $0, delegator: nil) }
        }
        return try await database.transaction(caller.rowSecurity) { transaction in
            let rows = try await transaction.run(waiting)
            let steps = try await transaction.run(ApprovalQueries.steps(of: rows.map(\.id), account: caller.account))
            return rows.map { row in
                let right = row.plan(with: steps[row.id] ?? []).rights(of: caller).first
                return Waiting(row: row, delegator: right?.delegation.map(Delegator.init))
            }
        }
    }

    /// What the caller may read, newest first, in one state where asked; one more than `limit` where there are that many.
    package func page(
        state: ApprovalPlan.State?, before cursor: ApprovalPlanPosition?, limit: Int, by caller: Caller
    ) async throws -> [ApprovalPlanRow] {
        let scope = try caller.scope(of: .readApprovals)
        return try await database.read(
            caller.rowSecurity,
            ApprovalQueries.page(account: caller.account, scope: scope, state: state, before: cursor, limit: limit + 1))
    }

    /// - Throws: `ApprovalRefusal.notFound`, also for a plan outside the scope.
    package func decisionPage(_ id: ApprovalPlanID, by caller: Caller) async throws -> DecisionPage {
        let scope = try caller.scope(of: .readApprovals)
        return try await database.transaction(caller.rowSecurity) { transaction in
            let (row, steps, earlier) = try await transaction.run(
                ApprovalQueries.find(id, account: caller.account), ApprovalQueries.steps(of: [id], account: caller.account),
                ApprovalQueries.digest(before: id, account: caller.account))
            guard let row, scope.allows(unit: row.subject.unit, owner: row.subject.requester),
                let subject = subjects.first(where: { $0.kind == row.subject.kind })
            else { throw ApprovalRefusal.notFound }
            let holders = caller.holders(of: .approve)
            let (content, members, limits, uses) = try await transaction.run(
                subject.content(caller.account, row.subject),
                ApprovalQueries.eligible(account: caller.account, unit: row.subject.unit, now: world.now()),
                SpendingLimitQueries.counting(for: holders, in: caller.account),
                LimitUseQueries.used(by: holders, .approve, in: caller.account, at: world.now()))
            guard let content else { throw ApprovalRefusal.notFound }
            var before: SeenContent?
            if let earlier {
                before = try await transaction.run(subject.seen(caller.account, row.subject.id, earlier, row.subject.revision))
            }
            let plan = row.plan(with: steps[id] ?? [])
            let eligible = Set(plan.steps.map(\.role)).flatMap { members.eligible(as: $0, for: row.subject) }
            let rights = plan.rights(of: caller)
            let judged = rights.first(to: .approve, plan.subject.total, LimitStanding(limits: limits, uses: uses))
            return DecisionPage(
                row: row, plan: plan, content: content, before: before, eligible: members.filter(eligible.contains), rights: rights,
                excess: judged?.excess)
        }
    }
}
