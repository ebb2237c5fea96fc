import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum MembershipQueries {
    package static func insert(_ membership: Membership, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO memberships (account_id, id, person_id, unit_id, roles, manager_id, starts_on, ends_on, created_at)
            VALUES (\(membership.account), \(membership.id), \(membership.person), \(membership.unit),
                \(membership.roles.map(\.rawValue)), \(membership.manager), \(membership.startsOn), \(membership.endsOn), \(now))
            """
        )
        .refusing("memberships_one_open_per_person_and_unit", with: OrganisationRefusal.alreadyAMember)
        .refusing("memberships_in_a_unit", with: OrganisationRefusal.unitNotFound)
        .refusing("memberships_of_a_person", with: OrganisationRefusal.personNotFound)
    }

    static func end(_ membership: MembershipID, in account: AccountID, on day: LocalDate) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE memberships SET ends_on = greatest(\(day)::date, starts_on)
            WHERE account_id = \(account) AND id = \(membership) AND (ends_on IS NULL OR ends_on > \(day)::date)
            """, otherwise: OrganisationRefusal.membershipNotFound)
    }

    /// The members of a scope, ended ones too, in the order in which they joined.
    static func page(
        of account: AccountID, scope: Scope, after: MembershipID?, limit: Int
    ) -> Query<[Member]> {
        .all(
            """
            SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, p.name, p.email, u.name
            FROM memberships AS m
            JOIN persons AS p ON p.id = m.person_id
            JOIN units AS u ON u.account_id = m.account_id AND u.id = m.unit_id
            WHERE m.account_id = \(account)
                AND \(scope.rows(unit: "m.unit_id", owner: "m.id"))
                AND (\(after)::uuid IS NULL OR m.id > \(after)::uuid)
            ORDER BY m.id
            LIMIT \(limit)
            """
        ) { row in
            Member(
                membership: try row.membership(), personName: try row.next(), email: try row.next(), unitName: try row.next())
        }
    }

    /// A person's memberships in force, over all accounts. The transaction's `app.person` shows them.
    static func ofPerson(_ person: PersonID, at now: Instant) -> Query<[PersonsAccount]> {
        .all(
            """
            SELECT a.id, a.name, a.time_zone, a.language, a.currency,
                m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on
            FROM memberships AS m
            JOIN accounts AS a ON a.id = m.account_id
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            WHERE m.person_id = \(person) AND a.status = 'active'
                AND m.starts_on <= d.today AND (m.ends_on IS NULL OR m.ends_on >= d.today)
            ORDER BY a.name, a.id, m.starts_on, m.id
            """
        ) { row in
            PersonsAccount(
                id: try row.next(), name: try row.next(), timeZone: try row.next(), language: try row.next(),
                currency: try row.next(), memberships: [try row.membership()])
        }
        .map(PersonsAccount.united)
    }
}

extension Row {
    /// The next eight columns: `account_id, id, person_id, unit_id, roles, manager_id, starts_on, ends_on`.
    mutating func membership() throws -> Membership {
        Membership(
            account: try next(), id: try next(), person: try next(), unit: try next(), roles: try roles(), manager: try next(),
            startsOn: try next(), endsOn: try next())
    }

    mutating func roles() throws -> [RoleKey] { try next([String].self).map(RoleKey.init(rawValue:)) }

    /// An account's own roles, each permission of each as `key:permission:reach`. A permission that this version of the service does not
    /// know is granted to nobody.
    mutating func customRoles() throws -> [Role] {
        let words = try next([String].self).map { $0.split(separator: ":").map(String.init) }
        return Dictionary(grouping: words.filter { $0.count == 3 }) { $0[0] }.map { key, granted in
            let pairs = granted.compactMap { words in
                Permission(rawValue: words[1]).flatMap { permission in Reach(rawValue: words[2]).map { (permission, $0) } }
            }
            return Role(name: key, permissions: Dictionary(pairs, uniquingKeysWith: max))
        }
    }

    mutating func teamFunctions() throws -> [TeamFunction] {
        try next([String].self).map { word in
            guard let function = TeamFunction(rawValue: word) else { throw UnknownWord(word: word) }
            return function
        }
    }
}
