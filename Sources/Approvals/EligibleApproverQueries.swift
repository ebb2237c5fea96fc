package import Accounts
package import Kernel
import Persistence
package import Postgres

/// Who may decide in a unit: the one statement that knows, for whoever asks.
package enum EligibleApproverQueries {
    /// Who has a role over a unit, built in or the account's own: members in it or in a unit above it, on the account's day at `now`.
    /// Neither a disabled role counts nor a place in a disabled unit.
    package static func over(_ unit: UnitID, in account: AccountID, at now: Instant) -> Query<[EligibleApprover]> {
        .all(members(over: "\(unit)", in: account, at: now, disabling: nil, roles: nil)) { row in try row.approver().approver }
    }

    /// The same for every unit where something waits, of those who may decide or have a role that something waits for.
    /// - Parameter unit: as if it were disabled.
    static func whereStepsWait(in account: AccountID, at now: Instant, disabling unit: UnitID?) -> Query<[UnitID: [EligibleApprover]]> {
        let waiting: SQL = "approval_plans AS w WHERE w.account_id = \(account) AND w.state = 'pending'"
        let roles: SQL = """
            SELECT s.role
            FROM approval_plans AS w
            JOIN approval_steps AS s ON s.account_id = w.account_id AND s.plan_id = w.id
            WHERE w.account_id = \(account) AND w.state = 'pending'
            """
        return Query(
            members(over: "SELECT w.unit_id FROM \(waiting)", in: account, at: now, disabling: unit, roles: roles)
        ) { rows in
            Dictionary(grouping: try rows.map { row in try row.approver() }, by: \.unit).mapValues { $0.map(\.approver) }
        }
    }

    /// Every step that waits in an account, with what it is about. Who is to go on with a request counts already: it would wait for
    /// nobody then.
    static func waitingSteps(in account: AccountID) -> Query<[WaitingStep]> {
        .all(
            """
            SELECT \(ApprovalQueries.planColumns(at: nil)), s.step, s.rule, s.role
            FROM approval_plans AS p
            JOIN persons AS r ON r.id = p.requester_person_id
            JOIN approval_steps AS s ON s.account_id = p.account_id AND s.plan_id = p.id
            WHERE p.account_id = \(account) AND p.state = 'pending'
                AND NOT EXISTS (
                    SELECT
                    FROM approval_decisions AS d
                    WHERE d.account_id = s.account_id AND d.plan_id = s.plan_id AND d.step = s.step)
            ORDER BY p.requested_at, p.id, s.step
            """
        ) { row in
            let plan = try ApprovalQueries.planRow(&row)
            let (number, rule) = (try row.next(Int.self), try row.next(String.self))
            return WaitingStep(
                step: StrandedStep(
                    approval: plan.id.uuid, number: number, rule: rule, role: RoleKey(rawValue: try row.next()), unit: plan.subject.unit),
                subject: plan.subject)
        }
    }

    struct WaitingStep: Sendable {
        let step: StrandedStep
        let subject: ApprovalSubject
    }

    /// - Parameters:
    ///   - units: one or a SELECT of them.
    ///   - disabled: as if this one were.
    ///   - roles: a SELECT; of other roles only those that decide.
    private static func members(
        over units: SQL, in account: AccountID, at now: Instant, disabling disabled: UnitID?, roles: SQL?
    ) -> SQL {
        let decides: SQL = """
            (g.role = ANY(\(deciding(atLeast: .unit)))
                OR coalesce(r.permissions && ARRAY['decideApprovals:unit', 'decideApprovals:account'], false))
            """
        let limits: SQL = "CASE WHEN limited.periods IS NULL THEN '{}' ELSE \(ApproverLimitQueries.limits(of: "m")) END"
        return """
            WITH RECURSIVE \(ApproverLimitQueries.closedUnits(of: account, and: disabled)), chain AS (
                SELECT u.id AS top, u.id, u.parent_id
                FROM units AS u
                WHERE u.account_id = \(account) AND u.id IN (\(units))
                UNION ALL
                SELECT chain.top, u.id, u.parent_id
                FROM chain
                JOIN units AS u ON u.account_id = \(account) AND u.id = chain.parent_id
            ), everywhere AS (
                SELECT r.key AS role
                FROM roles AS r
                WHERE r.account_id = \(account) AND r.disabled_at IS NULL AND r.permissions @> ARRAY['decideApprovals:account']
                UNION ALL
                SELECT unnest(\(deciding(atLeast: .account))::text[])
            ), found AS (
                SELECT c.top, m.id, m.person_id, m.account_id, m.starts_on, m.ends_on, g.role, \(decides) AS decides
                FROM chain AS c
                JOIN memberships AS m ON m.account_id = \(account) AND m.unit_id = c.id
                CROSS JOIN unnest(m.roles) AS g (role)
                LEFT JOIN roles AS r ON r.account_id = m.account_id AND r.key = g.role
                WHERE c.id NOT IN (SELECT closed.id FROM closed) AND r.disabled_at IS NULL
                    \(roles, then: { "AND (\(decides) OR g.role IN (\($0)))" })
                UNION ALL
                SELECT t.top, m.id, m.person_id, m.account_id, m.starts_on, m.ends_on, NULL, true
                FROM everywhere AS e
                JOIN memberships AS m ON m.account_id = \(account) AND e.role = ANY(m.roles)
                CROSS JOIN (SELECT DISTINCT chain.top FROM chain) AS t
                WHERE m.unit_id NOT IN (SELECT closed.id FROM closed)
            )
            SELECT m.top, m.id, m.person_id, p.name, m.role, m.decides, \(limits), m.ends_on
            FROM accounts AS a
            CROSS JOIN \(ApproverLimitQueries.limited(in: "a"))
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            CROSS JOIN found AS m
            JOIN persons AS p ON p.id = m.person_id
            WHERE a.id = \(account) AND m.starts_on <= d.today AND (m.ends_on IS NULL OR m.ends_on >= d.today)
            ORDER BY p.name, m.id
            """
    }

    /// The built-in roles that decide as far as this or further.
    private static func deciding(atLeast reach: Reach) -> [String] {
        BuiltInRole.allCases.filter { $0.role.permissions[.decideApprovals].map { $0 >= reach } ?? false }.map(\.rawValue)
    }
}

extension Row {
    fileprivate mutating func approver() throws -> (unit: UnitID, approver: EligibleApprover) {
        let unit = try next(UnitID.self)
        let approver = EligibleApprover(
            membership: try next(), person: try next(), name: try next(), role: try next(String?.self).map(RoleKey.init),
            mayDecide: try next(),
            limits: try approverLimits(), endsOn: try next())
        return (unit, approver)
    }
}
