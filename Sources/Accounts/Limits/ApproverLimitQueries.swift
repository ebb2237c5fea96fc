import Kernel
import Persistence
package import Postgres

/// How much people may approve, beside the statement that finds who may: what `AccountLimits.ceiling` says, for many at once.
package enum ApproverLimitQueries {
    /// For a statement's row of a membership, on its `d.today`: what each of its person's places with a role that decides, and in no unit
    /// that is `closed`, says of one document and of each period in which the account limits anybody (`limited.periods`), as
    /// `period:last day:amount:currency`, or `period:last day` where there is no limit.
    package static func limits(of membership: SQL) -> SQL {
        """
        ARRAY(
            SELECT t.period || ':' || coalesce(b.ends_on::text, 'never') || coalesce(
                ':' || o.amount || ':' || o.currency, coalesce(':' || l.amount || ':' || l.currency, ''))
            FROM memberships AS b
            CROSS JOIN unnest(limited.periods) AS t (period)
            CROSS JOIN unnest(b.roles) AS bg (role)
            LEFT JOIN roles AS br ON br.account_id = b.account_id AND br.key = bg.role
            LEFT JOIN spending_limits AS o
                ON o.account_id = b.account_id AND o.membership_id = b.id AND o.act = 'approve' AND o.period = t.period
            LEFT JOIN spending_limits AS l
                ON l.account_id = b.account_id AND l.membership_id IS NULL AND l.role = bg.role AND l.act = 'approve'
                    AND l.period = t.period
            WHERE b.account_id = \(membership).account_id AND b.person_id = \(membership).person_id
                AND b.starts_on <= d.today AND (b.ends_on IS NULL OR b.ends_on >= d.today) AND br.disabled_at IS NULL
                AND b.unit_id NOT IN (SELECT closed.id FROM closed)
                AND (bg.role = ANY(\(builtIn)) OR br.permissions && ARRAY[
                    'decideApprovals:own', 'decideApprovals:unit', 'decideApprovals:account']))
        """
    }

    /// `closed (id)` of a statement's WITH RECURSIVE: the account's units that are disabled or below one that is. No place there counts.
    /// - Parameter unit: as if it were.
    package static func closedUnits(of account: AccountID, and unit: UnitID? = nil) -> SQL {
        """
        closed AS (
            SELECT u.id
            FROM units AS u
            WHERE u.account_id = \(account) AND (u.disabled_at IS NOT NULL \(unit, then: { "OR u.id = \($0)" }))
            UNION
            SELECT u.id
            FROM closed
            JOIN units AS u ON u.account_id = \(account) AND u.parent_id = closed.id
        )
        """
    }

    /// `limited.periods`: those for which somebody's approving is limited in the account of a statement's row.
    package static func limited(in account: SQL) -> SQL {
        """
        LATERAL (
            SELECT array_agg(DISTINCT l.period) AS periods
            FROM spending_limits AS l
            WHERE l.account_id = \(account).id AND l.act = 'approve') AS limited
        """
    }

    private static var builtIn: [String] {
        BuiltInRole.allCases.filter { $0.role.permissions[.decideApprovals] != nil }.map(\.rawValue)
    }
}

extension Row {
    /// The next column, as `limits` makes it.
    package mutating func approverLimits() throws -> [ApproverLimit] {
        try next([String].self).compactMap { text in
            let words = text.split(separator: ":").map(String.init)
            guard words.count >= 2, let period = SpendingLimit.Period(rawValue: words[0]) else { return nil }
            let endsOn = LocalDate(words[1])
            if words.count == 2 { return ApproverLimit(period: period, ceiling: .unlimited, endsOn: endsOn) }
            guard words.count == 4, let amount = Currency(words[3]).flatMap({ Money(words[2], $0) }) else {
                return ApproverLimit(period: period, ceiling: .nothing, endsOn: endsOn)
            }
            return ApproverLimit(period: period, ceiling: .upTo([amount.currency: amount.tenThousandths]), endsOn: endsOn)
        }
    }
}
