package import Kernel
package import Postgres

/// Who goes on with what somebody has left: they own it, and so they ask for it (product.md rule 7).
package enum HeirQueries {
    /// For a statement's row: the people whose the work of a membership is, or has been, since its last day is over; through any number of
    /// leavers. No table of the statement around it may be called `h`, `n` or `a`.
    package static func persons(after membership: SQL, in account: SQL, at now: Instant) -> SQL {
        let today: SQL = "(\(now)::timestamptz AT TIME ZONE a.time_zone)::date"
        return """
            ARRAY(
                WITH RECURSIVE heirs AS (
                    SELECT n.successor_id AS id
                    FROM memberships AS n
                    JOIN accounts AS a ON a.id = n.account_id
                    WHERE n.account_id = \(account) AND n.id = \(membership) AND n.ends_on < \(today)
                    UNION
                    SELECT n.successor_id
                    FROM heirs AS h
                    JOIN memberships AS n ON n.account_id = \(account) AND n.id = h.id
                    JOIN accounts AS a ON a.id = n.account_id
                    WHERE n.ends_on < \(today)
                )
                SELECT n.person_id FROM heirs AS h JOIN memberships AS n ON n.account_id = \(account) AND n.id = h.id
            )
            """
    }

    package static func persons(after membership: MembershipID, in account: AccountID, at now: Instant) -> Query<[PersonID]> {
        .one("SELECT \(persons(after: "\(membership)", in: "\(account)", at: now))") { row in try row.next() }
    }

    /// The memberships whose work is a membership's once they are over, itself among them, and whose it will be then; nobody where none is
    /// named.
    package static func handover(of membership: MembershipID, in account: AccountID) -> Query<(owners: [MembershipID], heir: PersonID?)> {
        .one(
            """
            WITH RECURSIVE leaving AS (
                SELECT n.id FROM memberships AS n WHERE n.account_id = \(account) AND n.id = \(membership)
                UNION
                SELECT n.id FROM leaving AS l JOIN memberships AS n ON n.account_id = \(account) AND n.successor_id = l.id
            )
            SELECT ARRAY(SELECT l.id FROM leaving AS l), (
                SELECT s.person_id
                FROM memberships AS n
                JOIN memberships AS s ON s.account_id = n.account_id AND s.id = n.successor_id
                WHERE n.account_id = \(account) AND n.id = \(membership)
            )
            """
        ) { row in (try row.next(), try row.next()) }
    }
}
