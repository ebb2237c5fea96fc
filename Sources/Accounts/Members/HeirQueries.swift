package import Kernel
package import Postgres

/// Who goes on with what somebody has left: they own it, and so they ask for it (product.md rule 7).
package enum HeirQueries {
    /// For a statement's row: the people whose the work of a membership is, or has been, since its last day is over; through any number of
    /// leavers. No table of the statement around it may be called `h`, `n` or `a`.
    /// - Parameter now: nil: also whose it is to be.
    package static func persons(after membership: SQL, in account: SQL, at now: Instant?) -> SQL {
        let isOver: SQL =
            now.map { "n.ends_on < greatest((\($0)::timestamptz AT TIME ZONE a.time_zone)::date, n.starts_on)" } ?? "n.ends_on IS NOT NULL"
        return """
            ARRAY(
                WITH RECURSIVE heirs AS (
                    SELECT n.successor_id AS id
                    FROM memberships AS n
                    JOIN accounts AS a ON a.id = n.account_id
                    WHERE n.account_id = \(account) AND n.id = \(membership) AND \(isOver)
                    UNION
                    SELECT n.successor_id
                    FROM heirs AS h
                    JOIN memberships AS n ON n.account_id = \(account) AND n.id = h.id
                    JOIN accounts AS a ON a.id = n.account_id
                    WHERE \(isOver)
                )
                SELECT n.person_id FROM heirs AS h JOIN memberships AS n ON n.account_id = \(account) AND n.id = h.id
            )
            """
    }

    package static func persons(after membership: MembershipID, in account: AccountID, at now: Instant?) -> Query<[PersonID]> {
        .one("SELECT \(persons(after: "\(membership)", in: "\(account)", at: now))") { row in try row.next() }
    }
}
