import FoundationEssentials
import Kernel
import Persistence
package import Postgres

package enum SpendingLimitQueries {
    /// Those of an account's roles, of some people's memberships, and of one membership more.
    package static func counting(
        for persons: [PersonID], and membership: MembershipID? = nil, in account: AccountID
    ) -> Query<AccountLimits> {
        Query(
            """
            SELECT l.membership_id, l.role, l.act, l.period, l.amount, l.currency
            FROM spending_limits AS l
            WHERE l.account_id = \(account)
                AND (l.role IS NOT NULL OR l.membership_id = \(membership)::uuid OR l.membership_id IN (
                    SELECT m.id FROM memberships AS m WHERE m.account_id = \(account) AND m.person_id = ANY(\(persons))))
            ORDER BY l.act, l.period
            """
        ) { rows in
            var limits = AccountLimits()
            for (membership, role, limit) in try rows.map({ row in
                (try row.next(MembershipID?.self), try row.next(String?.self), try row.limit())
            }) {
                if let membership { limits.ofMembership[membership, default: []].append(limit) }
                if let role { limits.ofRole[RoleKey(rawValue: role), default: []].append(limit) }
            }
            return limits
        }
    }

    static func of(_ membership: MembershipID, in account: AccountID) -> Query<[SpendingLimit]> {
        .all(
            """
            SELECT l.act, l.period, l.amount, l.currency
            FROM spending_limits AS l
            WHERE l.account_id = \(account) AND l.membership_id = \(membership)
            ORDER BY l.act, l.period
            """
        ) { row in try row.limit() }
    }

    static func clear(of membership: MembershipID, in account: AccountID) -> Query<Void> {
        Query("DELETE FROM spending_limits WHERE account_id = \(account) AND membership_id = \(membership)")
    }

    static func clear(of role: RoleKey, in account: AccountID) -> Query<Void> {
        Query("DELETE FROM spending_limits WHERE account_id = \(account) AND membership_id IS NULL AND role = \(role.rawValue)")
    }

    static func insert(_ limits: [(id: UUID, limit: SpendingLimit)], of role: RoleKey, in account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO spending_limits (account_id, id, role, act, period, amount, currency)
            SELECT \(account), g.id, \(role.rawValue), g.act, g.period, g.amount, g.currency
            FROM unnest(\(limits.map(\.id)), \(limits.map(\.limit.act.rawValue)), \(limits.map(\.limit.period.rawValue)),
                \(limits.map(\.limit.amount.stored)), \(limits.map(\.limit.amount.currency))) AS g (id, act, period, amount, currency)
            """)
    }

    static func insert(_ limits: [(id: UUID, limit: SpendingLimit)], of membership: MembershipID, in account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO spending_limits (account_id, id, membership_id, act, period, amount, currency)
            SELECT \(account), g.id, \(membership), g.act, g.period, g.amount, g.currency
            FROM unnest(\(limits.map(\.id)), \(limits.map(\.limit.act.rawValue)), \(limits.map(\.limit.period.rawValue)),
                \(limits.map(\.limit.amount.stored)), \(limits.map(\.limit.amount.currency))) AS g (id, act, period, amount, currency)
            """)
    }
}

extension Row {
    /// The next four columns: `act, period, amount, currency`.
    fileprivate mutating func limit() throws -> SpendingLimit {
        let (act, period) = (try next(String.self), try next(String.self))
        guard let act = SpendingLimit.Act(rawValue: act) else { throw UnknownWord(word: act) }
        guard let period = SpendingLimit.Period(rawValue: period) else { throw UnknownWord(word: period) }
        return SpendingLimit(act: act, period: period, amount: try money())
    }
}
