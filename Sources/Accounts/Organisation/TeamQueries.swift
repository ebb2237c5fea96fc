package import Kernel
import Persistence
package import Postgres

package enum TeamQueries {
    package static func insert(_ member: TeamMember) -> Query<Void> {
        Query(
            """
            INSERT INTO account_team_members (account_id, person_id, function, access, starts_on, ends_on)
            VALUES (\(member.account), \(member.person), \(member.function.rawValue), \(member.access.rawValue), \(member.startsOn),
                \(member.endsOn))
            """
        )
        .refusing("account_team_members_pkey", with: OrganisationRefusal.alreadyInTheTeam)
        .refusing("account_team_members_are_staff", with: OrganisationRefusal.personNotFound)
    }

    /// Who serves an account today, by name.
    package static func ofAccount(_ account: AccountID, at now: Instant) -> Query<[TeamPerson]> {
        .all(
            """
            SELECT p.id, p.name, p.email, array_agg(DISTINCT t.function)
            FROM account_team_members AS t
            JOIN accounts AS a ON a.id = t.account_id
            JOIN persons AS p ON p.id = t.person_id
            JOIN staff AS s ON s.person_id = t.person_id AND s.ended_at IS NULL
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            WHERE t.account_id = \(account) AND t.starts_on <= d.today AND (t.ends_on IS NULL OR t.ends_on >= d.today)
            GROUP BY p.id
            ORDER BY p.name, p.id
            """
        ) { row in
            TeamPerson(person: try row.next(), name: try row.next(), email: try row.next(), functions: try row.teamFunctions())
        }
    }

    /// A page of the accounts that a person serves today, by name; or of all accounts, for whoever may see all. The transaction's
    /// `app.person` shows them.
    package static func portfolio(
        of person: PersonID, seeingAll: Bool, matching text: String?, after position: (name: String, id: AccountID)?, limit: Int,
        at now: Instant
    ) -> Query<[ServedAccount]> {
        let team: SQL = seeingAll ? "LEFT JOIN" : "JOIN"
        return .all(
            """
            SELECT a.id, a.name, array_remove(array_agg(DISTINCT t.function || ':' || t.access), NULL)
            FROM accounts AS a
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            \(team) account_team_members AS t ON t.account_id = a.id AND t.person_id = \(person)
                AND t.starts_on <= d.today AND (t.ends_on IS NULL OR t.ends_on >= d.today)
            WHERE true
                \(text, then: { "AND position(lower(\($0)::text) IN lower(a.name)) > 0" })
                \(position, then: { "AND (a.name, a.id) > (\($0.name)::text, \($0.id)::uuid)" })
            GROUP BY a.id, a.name
            ORDER BY a.name, a.id
            LIMIT \(limit)
            """
        ) { row in ServedAccount(id: try row.next(), name: try row.next(), access: try row.teamAccess()) }
    }

    /// The accounts that a person serves today. The transaction's `app.person` shows them.
    static func ofPerson(_ person: PersonID, at now: Instant) -> Query<[ServedAccount]> {
        portfolio(of: person, seeingAll: false, matching: nil, after: nil, limit: Limits.pageItems, at: now)
    }
}
