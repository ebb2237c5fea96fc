package import Kernel
import Persistence
package import Postgres

package enum TeamQueries {
    package static func insert(_ member: TeamMember) -> Query<Void> {
        Query(
            """
            INSERT INTO account_team_members (account_id, person_id, function, starts_on, ends_on)
            VALUES (\(member.account), \(member.person), \(member.function.rawValue), \(member.startsOn), \(member.endsOn))
            """
        )
        .refusing("account_team_members_pkey", with: OrganisationRefusal.alreadyInTheTeam)
        .refusing("account_team_members_are_staff", with: OrganisationRefusal.personNotFound)
    }

    /// The accounts that a person serves today. The transaction's `app.person` shows them.
    static func ofPerson(_ person: PersonID, at now: Instant) -> Query<[ServedAccount]> {
        .all(
            """
            SELECT a.id, a.name, array_agg(DISTINCT t.function)
            FROM account_team_members AS t
            JOIN accounts AS a ON a.id = t.account_id
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            WHERE t.person_id = \(person) AND t.starts_on <= d.today AND (t.ends_on IS NULL OR t.ends_on >= d.today)
            GROUP BY a.id, a.name
            ORDER BY a.name, a.id
            LIMIT \(Limits.pageItems)
            """
        ) { row in ServedAccount(id: try row.next(), name: try row.next(), functions: try row.teamFunctions()) }
    }
}
