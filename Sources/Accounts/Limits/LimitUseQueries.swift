package import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// What people take of their limits: counted by person, so that two memberships do not add up to twice the limit.
package enum LimitUseQueries {
    /// Lets no other act count on these people's limits until the transaction ends. A statement before `used`, whose snapshot must be
    /// younger than the lock.
    package static func lock(_ persons: [PersonID], _ act: SpendingLimit.Act, in account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO limit_holders (account_id, person_id, act)
            SELECT \(account), p.id, \(act.rawValue) FROM unnest(\(persons)::uuid[]) AS p (id) ORDER BY p.id
            ON CONFLICT (account_id, person_id, act) DO UPDATE SET act = excluded.act
            """)
    }

    /// What some people have taken of an act since the beginning of each period around the account's day: what is of a later day counts
    /// too. There is such a day only where the account has come into a time zone in which today is an earlier one, and a limit that is
    /// used up is used up in that zone as well. Nothing is added up in an account that has no limit of a period: somebody's year of orders
    /// is long.
    package static func used(
        by persons: [PersonID], _ act: SpendingLimit.Act, in account: AccountID, at now: Instant
    ) -> Query<(today: LocalDate, used: [PersonID: LimitStanding.Used])> {
        Query(
            """
            SELECT d.today, u.person_id, u.currency, u.day, u.week, u.month, u.quarter, u.year
            FROM accounts AS a
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            LEFT JOIN LATERAL (
                SELECT u.person_id, u.currency,
                    coalesce(sum(u.amount) FILTER (WHERE u.used_on >= d.today), 0) AS day,
                    coalesce(sum(u.amount) FILTER (WHERE u.used_on >= date_trunc('week', d.today)::date), 0) AS week,
                    coalesce(sum(u.amount) FILTER (WHERE u.used_on >= date_trunc('month', d.today)::date), 0) AS month,
                    coalesce(sum(u.amount) FILTER (WHERE u.used_on >= date_trunc('quarter', d.today)::date), 0) AS quarter,
                    coalesce(sum(u.amount) FILTER (WHERE u.used_on >= date_trunc('year', d.today)::date), 0) AS year
                FROM limit_uses AS u
                WHERE u.account_id = a.id AND u.person_id = ANY(\(persons)) AND u.act = \(act.rawValue) AND u.released_at IS NULL
                    AND u.used_on >= (date_trunc('year', d.today) - interval '6 days')::date
                    AND EXISTS (
                        SELECT
                        FROM spending_limits AS l
                        WHERE l.account_id = \(account) AND l.act = \(act.rawValue) AND l.period <> 'each')
                GROUP BY u.person_id, u.currency
            ) AS u ON true
            WHERE a.id = \(account)
            """
        ) { rows in
            var used: [PersonID: LimitStanding.Used] = [:]
            var today: LocalDate?
            _ = try rows.map { row in
                today = try row.next(LocalDate.self)
                guard let person = try row.next(PersonID?.self) else { return }
                let currency = try row.next(Currency.self)
                for period in [SpendingLimit.Period.day, .week, .month, .quarter, .year] {
                    used[person, default: [:]][period, default: [:]][currency] = try row.next(StoredAmount.self).tenThousandths
                }
            }
            guard let today else { throw PostgresDecodingError.noRow }
            return (today, used)
        }
    }

    /// - Parameter subject: the order, or the plan of an approval; counted once, however often a person acts on it.
    package static func insert(
        _ amount: Money, _ act: SpendingLimit.Act, by person: PersonID, about subject: UUID, on day: LocalDate, in account: AccountID
    ) -> Query<Void> {
        Query(
            """
            INSERT INTO limit_uses (account_id, person_id, act, subject_id, amount, currency, used_on)
            VALUES (\(account), \(person), \(act.rawValue), \(subject), \(amount.stored), \(amount.currency), \(day))
            ON CONFLICT (account_id, person_id, act, subject_id) DO NOTHING
            """)
    }

    /// What was taken for something has come to nothing.
    package static func release(_ subject: UUID, in account: AccountID, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE limit_uses SET released_at = \(now)
            WHERE account_id = \(account) AND subject_id = \(subject) AND released_at IS NULL
            """)
    }
}
