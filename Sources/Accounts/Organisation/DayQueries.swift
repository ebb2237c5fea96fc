import Kernel
import Postgres

/// What an account keeps when it comes into another time zone, in which today can be an earlier day: what has begun has begun, and what is
/// over stays over. Nobody comes back in by it.
enum DayQueries {
    /// Today by the old zone (`old`) and by the new one (`new`).
    private static func days(from old: String, to new: String, at now: Instant) -> SQL {
        "(SELECT (\(now)::timestamptz AT TIME ZONE \(old))::date AS old, (\(now)::timestamptz AT TIME ZONE \(new))::date AS new)"
    }

    /// The memberships whose last day is over; it is the day before the new today then, also where that is before the first day: they hold
    /// on no day to come. Before `keepBegun`, which lets none of these begin.
    static func keepMembershipsOver(in account: AccountID, from old: String, to new: String, at now: Instant) -> Query<[MembershipID]> {
        .all("\(ending("memberships", in: account, days(from: old, to: new, at: now))) RETURNING m.id") { row in try row.next() }
    }

    /// The same of places in the account's team.
    static func keepTeamPlacesOver(in account: AccountID, from old: String, to new: String, at now: Instant) -> Query<Void> {
        Query(ending("account_team_members", in: account, days(from: old, to: new, at: now)))
    }

    /// The same of its partners of record.
    static func keepPartnersOver(in account: AccountID, from old: String, to new: String, at now: Instant) -> Query<Void> {
        Query(ending("account_partners", in: account, days(from: old, to: new, at: now)))
    }

    private static func ending(_ table: SQL, in account: AccountID, _ days: SQL) -> SQL {
        """
        UPDATE \(table) AS m SET ends_on = greatest(d.new, m.starts_on) - 1, version = m.version + 1
        FROM \(days) AS d
        WHERE m.account_id = \(account) AND m.ends_on < d.old AND m.ends_on >= greatest(d.new, m.starts_on)
        """
    }

    /// The same of delegations. One that began on such a day cannot end before it: it is revoked.
    static func keepDelegationsOver(in account: AccountID, from old: String, to new: String, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE delegations AS g
            SET ends_on = CASE WHEN g.starts_on < d.new THEN d.new - 1 ELSE g.ends_on END,
                revoked_at = CASE WHEN g.starts_on < d.new THEN NULL ELSE \(now)::timestamptz END,
                version = g.version + 1
            FROM \(days(from: old, to: new, at: now)) AS d
            WHERE g.account_id = \(account) AND g.revoked_at IS NULL AND g.ends_on < d.old AND g.ends_on >= d.new
            """)
    }

    /// Who is a member already stays one: the first day is then the new today.
    static func keepBegun(in account: AccountID, from old: String, to new: String, at now: Instant) -> Query<[MembershipID]> {
        .all(
            """
            UPDATE memberships AS m SET starts_on = d.new, version = m.version + 1
            FROM \(days(from: old, to: new, at: now)) AS d
            WHERE m.account_id = \(account) AND m.starts_on > d.new AND m.starts_on <= d.old
                AND (m.ends_on IS NULL OR m.ends_on >= m.starts_on)
            RETURNING m.id
            """
        ) { row in try row.next() }
    }
}
