package import Accounts
package import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum ApprovalQueries {
    /// A plan's own columns, as `planRow` reads them.
    /// - Parameter now: nil: with all who are ever to go on with it.
    static func planColumns(at now: Instant?) -> SQL {
        """
        p.id, p.subject_kind, p.subject_id, p.revision, p.policy_version, p.digest, p.requester_id, p.requester_person_id,
            p.submitter_person_id, p.editor_person_ids, \(heirs(at: now)), p.unit_id, p.total, p.currency, p.state, p.version,
            p.requested_at, p.ended_at, r.name
        """
    }

    private static func plans(at now: Instant) -> SQL {
        """
        SELECT \(planColumns(at: now))
        FROM approval_plans AS p
        JOIN persons AS r ON r.id = p.requester_person_id
        """
    }

    fileprivate static func heirs(at now: Instant?) -> SQL { HeirQueries.persons(after: "p.requester_id", in: "p.account_id", at: now) }

    /// The policy that counts now in a unit: that of the nearest on its way up that has one, else the account's; nil where there is none.
    /// - Parameter unit: nil for the account's.
    package static func policy(account: AccountID, in unit: UnitID? = nil) -> Query<ApprovalPolicy?> {
        .optional(
            """
            WITH RECURSIVE chain AS (
                SELECT u.id, u.parent_id, 0 AS steps
                FROM units AS u
                WHERE u.account_id = \(account) AND u.id = \(unit)
                UNION ALL
                SELECT u.id, u.parent_id, chain.steps + 1
                FROM chain
                JOIN units AS u ON u.account_id = \(account) AND u.id = chain.parent_id
            )
            SELECT p.version, p.rules::text
            FROM approval_policies AS p
            LEFT JOIN chain ON chain.id = p.unit_id
            WHERE p.account_id = \(account) AND (p.unit_id IS NULL OR chain.id IS NOT NULL)
            ORDER BY chain.steps NULLS LAST, p.version DESC
            LIMIT 1
            """
        ) { row in
            let version = try row.next(Int.self)
            let rules = try JSONDecoder().decode([ApprovalPolicy.Rule].self, from: Data(row.next(String.self).utf8))
            return ApprovalPolicy(version: version, rules: rules)
        }
    }

    /// The number of the newest version, whoever has it: they are numbered through the account.
    package static func latestVersion(account: AccountID) -> Query<Int> {
        .one("SELECT coalesce(max(p.version), 0) FROM approval_policies AS p WHERE p.account_id = \(account)") { row in try row.next() }
    }

    /// - Parameter unit: whose policy it is, and of all below it without one of their own; nil for the account.
    package static func publish(
        _ policy: ApprovalPolicy, account: AccountID, unit: UnitID? = nil, at now: Instant
    ) throws -> Query<Void> {
        let rules = try policy.rules.canonicalJSON()
        return Query(
            """
            INSERT INTO approval_policies (account_id, version, rules, published_at, unit_id)
            VALUES (\(account), \(policy.version), \(PostgresJSON(text: rules)), \(now), \(unit))
            """)
    }

    package static func insert(_ plan: ApprovalPlan, account: AccountID) -> Query<Void> {
        let subject = plan.subject
        return Query(
            """
            INSERT INTO approval_plans (account_id, id, subject_kind, subject_id, revision, policy_version, digest, requester_id,
                requester_person_id, submitter_person_id, editor_person_ids, step_count, unit_id, total, currency, state, version,
                requested_at, ended_at)
            VALUES (\(account), \(plan.id), \(subject.kind), \(subject.id), \(subject.revision), \(plan.policyVersion), \(subject.digest),
                \(subject.requester), \(subject.requesterPerson), \(subject.submitterPerson), \(subject.editors), \(plan.steps.count),
                \(subject.unit), \(subject.total.stored), \(subject.total.currency), \(plan.state.rawValue), \(plan.version),
                \(plan.requestedAt), \(plan.endedAt))
            """)
    }

    package static func insertSteps(of plan: ApprovalPlan, account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO approval_steps (account_id, plan_id, step, rule, reason, role, unit_id)
            SELECT \(account), \(plan.id), s.*
            FROM unnest(\(plan.steps.map(\.number))::bigint[], \(plan.steps.map(\.rule))::text[], \(plan.steps.map(\.reason))::text[],
                \(plan.steps.map(\.role.rawValue))::text[], \(plan.steps.map(\.unit))::uuid[]) AS s
            """)
    }

    /// One decision, on each of the steps that it decides.
    package static func insert(
        _ decision: ApprovalDecision, on steps: [(step: Int, id: UUID)], of plan: ApprovalPlan, account: AccountID
    ) -> Query<Void> {
        Query(
            """
            INSERT INTO approval_decisions (account_id, id, plan_id, step, decision, comment, digest, requester_person_id,
                submitter_person_id, membership_id, person_id, decided_at, delegation_id, for_membership_id, for_person_id)
            SELECT \(account), s.id, \(plan.id), s.step, \(decision.verdict.rawValue), \(decision.comment), \(decision.digest),
                \(plan.subject.requesterPerson), \(plan.subject.submitterPerson), \(decision.membership), \(decision.person),
                \(decision.at), \(decision.behalf?.delegation), \(decision.behalf?.membership), \(decision.behalf?.person)
            FROM unnest(\(steps.map(\.id))::uuid[], \(steps.map(\.step))::bigint[]) AS s (id, step)
            """
        )
        .refusing("approval_decisions_one_per_step", with: ApprovalRefusal.notYours)
        .refusing("approval_decisions_never_by_the_requester", with: ApprovalRefusal.ownRequest(.requested))
        .refusing("approval_decisions_never_by_the_submitter", with: ApprovalRefusal.ownRequest(.submitted))
        .refusing("approval_decisions_never_by_an_editor", with: ApprovalRefusal.ownRequest(.edited))
        .refusing("approval_decisions_never_for_the_requester", with: ApprovalRefusal.ownRequest(.requested, of: decision.behalf?.name))
        .refusing("approval_decisions_never_for_the_submitter", with: ApprovalRefusal.ownRequest(.submitted, of: decision.behalf?.name))
        .refusing("approval_decisions_never_by_an_heir", with: ApprovalRefusal.ownRequest(.succeeded))
        .refusing("approval_decisions_as_delegated", with: DelegationRefusal.notDelegated)
    }

    package static func saveState(of plan: ApprovalPlan, account: AccountID) -> Query<Void> {
        Query(
            """
            UPDATE approval_plans
            SET state = \(plan.state.rawValue), version = \(plan.version), ended_at = \(plan.endedAt)
            WHERE account_id = \(account) AND id = \(plan.id)
            """)
    }

    /// Only the lock on a plan's row. Not FOR UPDATE: that would wait for an order being made under the plan, which waits for the quote.
    package static func lock(_ id: ApprovalPlanID, account: AccountID) -> Query<Void> {
        Query("SELECT FROM approval_plans AS p WHERE p.account_id = \(account) AND p.id = \(id) FOR NO KEY UPDATE")
    }

    /// Ends a plan that waits because its subject is taken back.
    package static func recall(_ id: ApprovalPlanID, account: AccountID, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE approval_plans
            SET state = 'recalled', version = version + 1, ended_at = \(now)
            WHERE account_id = \(account) AND id = \(id) AND state = 'pending'
            """)
    }

    /// A plan by its id, its row locked until the transaction ends; its steps come with `steps`.
    package static func locked(_ id: ApprovalPlanID, account: AccountID, at now: Instant) -> Query<ApprovalPlanRow?> {
        .optional(
            """
            \(plans(at: now))
            WHERE p.account_id = \(account) AND p.id = \(id)
            FOR NO KEY UPDATE OF p
            """, planRow)
    }

    package static func find(_ id: ApprovalPlanID, account: AccountID, at now: Instant) -> Query<ApprovalPlanRow?> {
        .optional(
            """
            \(plans(at: now))
            WHERE p.account_id = \(account) AND p.id = \(id)
            """, planRow)
    }

    package static func steps(of ids: [ApprovalPlanID], account: AccountID) -> Query<[ApprovalPlanID: [ApprovalPlan.Step]]> {
        Query(
            """
            SELECT s.plan_id, s.step, s.rule, s.reason, s.role, s.unit_id, d.id, d.decision, d.comment, d.digest, d.membership_id,
                d.person_id, p.name, d.decided_at, d.delegation_id, d.for_membership_id, d.for_person_id, fp.name
            FROM approval_steps AS s
            LEFT JOIN approval_decisions AS d ON d.account_id = s.account_id AND d.plan_id = s.plan_id AND d.step = s.step
            LEFT JOIN persons AS p ON p.id = d.person_id
            LEFT JOIN persons AS fp ON fp.id = d.for_person_id
            WHERE s.account_id = \(account) AND s.plan_id = ANY(\(ids))
            ORDER BY s.plan_id, s.step
            """
        ) { rows in
            Dictionary(grouping: try rows.map(stepRow), by: \.plan).mapValues { $0.map(\.step) }
        }
    }

    /// The content that was last submitted of a plan's subject before the plan's own; nil the first time.
    package static func digest(before id: ApprovalPlanID, account: AccountID) -> Query<Digest?> {
        .optional(
            """
            SELECT e.digest
            FROM approval_plans AS p
            JOIN approval_plans AS e ON e.account_id = p.account_id AND e.subject_kind = p.subject_kind AND e.subject_id = p.subject_id
                AND e.revision < p.revision
            WHERE p.account_id = \(account) AND p.id = \(id)
            ORDER BY e.revision DESC
            LIMIT 1
            """
        ) { row in try row.next(Digest.self) }
    }

    /// The plan of the subject's latest revision, where that is a later one: what a decider should look at instead.
    package static func latest(after subject: ApprovalSubject, account: AccountID) -> Query<NextApproval?> {
        .optional(
            """
            SELECT p.id, p.revision, p.digest
            FROM approval_plans AS p
            WHERE p.account_id = \(account) AND p.subject_kind = \(subject.kind) AND p.subject_id = \(subject.id)
                AND p.revision > \(subject.revision)
            ORDER BY p.revision DESC
            LIMIT 1
            """
        ) { row in NextApproval(id: try row.next(), revision: try row.next(), digest: try row.next()) }
    }

    /// The inbox: plans with a step that waits and that one of some rights reaches (nil: any), oldest request first; without those that who
    /// decides or for whom it is decided asked for, since rule 7 keeps them from ever deciding those.
    package static func waiting(
        account: AccountID, for rights: [DecidingRight]?, after cursor: ApprovalPlanPosition?, limit: Int, at now: Instant
    ) -> Query<[ApprovalPlanRow]> {
        let reached = rights.map { rights in
            rights.map { "(\($0.condition(at: now)))" as SQL }.reduce("false") { "\($0) OR \($1)" as SQL }
        }
        return .all(
            """
            \(plans(at: now))
            WHERE p.account_id = \(account) AND p.state = 'pending' AND (\(reached ?? waitingStep(in: nil)))
                \(cursor, then: { "AND (p.requested_at, p.id) > (\($0.requestedAt), \($0.id))" })
            ORDER BY p.requested_at, p.id
            LIMIT \(limit)
            """, planRow)
    }

    /// - Parameter roles: of the step; nil: any.
    fileprivate static func waitingStep(in roles: [RoleKey]?) -> SQL {
        """
        EXISTS (
            SELECT
            FROM approval_steps AS s
            WHERE s.account_id = p.account_id AND s.plan_id = p.id
                \(roles, then: { "AND s.role = ANY(\($0.map(\.rawValue))::text[])" })
                AND NOT EXISTS (
                    SELECT
                    FROM approval_decisions AS d
                    WHERE d.account_id = s.account_id AND d.plan_id = s.plan_id AND d.step = s.step))
        """
    }

    /// Every plan in the scope, newest first, in one state where asked.
    package static func page(
        account: AccountID, scope: Scope, state: ApprovalPlan.State?, before cursor: ApprovalPlanPosition?, limit: Int, at now: Instant
    ) -> Query<[ApprovalPlanRow]> {
        .all(
            """
            \(plans(at: now))
            WHERE p.account_id = \(account)
                \(state, then: { "AND p.state = \($0.rawValue)" })
                AND \(scope.rows(unit: "p.unit_id", owner: "p.requester_id"))
                \(cursor, then: { "AND (p.requested_at, p.id) < (\($0.requestedAt), \($0.id))" })
            ORDER BY p.requested_at DESC, p.id DESC
            LIMIT \(limit)
            """, planRow)
    }
}

extension DecidingRight {
    /// That it reaches a plan that waits.
    fileprivate func condition(at now: Instant) -> SQL {
        """
        \(scope.rows(unit: "p.unit_id", owner: "p.requester_id"))
            \(persons.isEmpty ? nil : persons, then: { persons in
                "AND NOT \(persons) && (ARRAY[p.requester_person_id, p.submitter_person_id] || p.editor_person_ids)"
            })
            AND \(ApprovalQueries.waitingStep(in: roles))
            \(persons.isEmpty ? nil : persons, then: { "AND NOT \($0) && \(ApprovalQueries.heirs(at: now))" })
        """
    }
}

extension Row {
    /// The next four columns: `delegation_id, for_membership_id, for_person_id` and the name.
    fileprivate mutating func behalf() throws -> ApprovalDecision.Behalf? {
        guard let delegation = try next(DelegationID?.self) else {
            _ = try (next(MembershipID?.self), next(PersonID?.self), next(String?.self))
            return nil
        }
        return ApprovalDecision.Behalf(delegation: delegation, membership: try next(), person: try next(), name: try next())
    }
}

extension ApprovalQueries {
    static func planRow(_ row: inout Row) throws -> ApprovalPlanRow {
        let id = try row.next(ApprovalPlanID.self)
        let (kind, subject, revision) = (try row.next(String.self), try row.next(UUID.self), try row.next(Int.self))
        let policyVersion = try row.next(Int.self)
        let digest = try row.next(Digest.self)
        let requester = try row.next(MembershipID.self)
        let (requesterPerson, submitterPerson) = (try row.next(PersonID.self), try row.next(PersonID.self))
        let (editors, heirs) = (try row.next([PersonID].self), try row.next([PersonID].self))
        let unit = try row.next(UnitID.self)
        let total = try row.money()
        guard let state = ApprovalPlan.State(rawValue: try row.next()) else { throw PostgresDecodingError.noRow }
        return ApprovalPlanRow(
            id: id,
            subject: ApprovalSubject(
                kind: kind, id: subject, revision: revision, digest: digest, total: total, unit: unit, requester: requester,
                requesterPerson: requesterPerson, submitterPerson: submitterPerson, editors: editors, heirs: heirs),
            policyVersion: policyVersion, state: state, version: try row.next(), requestedAt: try row.next(), endedAt: try row.next(),
            requesterName: try row.next())
    }

    private static func stepRow(_ row: inout Row) throws -> (plan: ApprovalPlanID, step: ApprovalPlan.Step) {
        let plan = try row.next(ApprovalPlanID.self)
        let (number, rule, reason) = (try row.next(Int.self), try row.next(String.self), try row.next(String.self))
        let role = RoleKey(rawValue: try row.next())
        var step = ApprovalPlan.Step(number: number, rule: rule, reason: reason, role: role, unit: try row.next())
        if let id = try row.next(ApprovalDecisionID?.self) {
            guard let verdict = ApprovalDecision.Verdict(rawValue: try row.next()) else { throw PostgresDecodingError.noRow }
            step.decision = ApprovalDecision(
                id: id, verdict: verdict, comment: try row.next(), digest: try row.next(), membership: try row.next(),
                person: try row.next(), personName: try row.next(), at: try row.next(), behalf: try row.behalf())
        }
        return (plan, step)
    }
}
