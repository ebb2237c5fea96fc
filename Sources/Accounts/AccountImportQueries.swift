package import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// People and their places as files bring them: what is there already, or has ended since, stays as it is.
package enum AccountImportQueries {
    /// Takes `count` numbers of the account at once and answers with the last of them.
    package static func takeNumbers(_ count: Int, _ kind: DocumentNumber.Kind, account: AccountID) -> Query<Int> {
        .one(
            """
            INSERT INTO document_counters AS c (account_id, kind, last_number)
            VALUES (\(account), \(kind.rawValue), \(count))
            ON CONFLICT (account_id, kind) DO UPDATE SET last_number = c.last_number + excluded.last_number
            RETURNING last_number
            """
        ) { row in try row.next() }
    }

    /// Adds those whose address nobody has.
    package static func addPersons(_ persons: [Person], at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO persons (id, email, name, language, created_at)
            SELECT g.id, g.email, g.name, g.language, \(now)
            FROM unnest(\(persons.map(\.id)), \(persons.map(\.email)), \(persons.map(\.name)), \(persons.map(\.language)))
                AS g (id, email, name, language)
            ON CONFLICT (email) DO NOTHING
            """)
    }

    package static func persons(withEmails emails: [EmailAddress]) -> Query<[String: PersonID]> {
        Query("SELECT p.email, p.id FROM persons AS p WHERE p.email = ANY(\(emails.map(\.text)))") { rows in
            let pairs = try rows.map { row in (try row.next(String.self), try row.next(PersonID.self)) }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }

    /// Those of them who cannot sign in yet.
    package static func withoutPassword(_ emails: [EmailAddress]) -> Query<[PersonID]> {
        .all(
            """
            SELECT p.id
            FROM persons AS p
            WHERE p.email = ANY(\(emails.map(\.text))) AND p.password_hash IS NULL
            ORDER BY p.email
            """
        ) { row in try row.next() }
    }

    /// A title that changed is taken over; who reads the feed is not the files' matter. What has changed stands in `supplier_changes`, as
    /// whatever else changes staff (`StaffChange`).
    /// - Parameter titles: each with the id of its change, where it is one.
    package static func saveStaff(_ titles: [(change: UUID, person: PersonID, title: String)], at now: Instant) -> Query<Void> {
        Query(
            """
            WITH given AS (
                SELECT g.change_id, g.person_id, g.title
                FROM unnest(\(titles.map(\.change)), \(titles.map(\.person)), \(titles.map(\.title))) AS g (change_id, person_id, title)
            ), saved AS (
                INSERT INTO staff AS s (person_id, title)
                SELECT g.person_id, g.title FROM given AS g
                ON CONFLICT (person_id) DO UPDATE SET title = excluded.title, version = s.version + 1
                WHERE s.title <> excluded.title
                RETURNING s.person_id, s.title, s.permissions, s.ended_at
            )
            INSERT INTO supplier_changes (id, kind, subject_id, at, data)
            SELECT g.change_id, CASE WHEN b.person_id IS NULL THEN 'staffAdded' ELSE 'staffChanged' END, n.person_id, \(now),
                CASE WHEN b.person_id IS NULL THEN json_build_object('to', \(saved("n")))
                    ELSE json_build_object('from', \(saved("b")), 'to', \(saved("n"))) END
            FROM saved AS n
            JOIN given AS g ON g.person_id = n.person_id
            -- As they were before this statement.
            LEFT JOIN staff AS b ON b.person_id = n.person_id
            """)
    }

    private static func saved(_ staff: SQL) -> SQL {
        """
        json_build_object('permissions', \(staff).permissions,
            'status', CASE WHEN \(staff).ended_at IS NULL THEN 'active' ELSE 'ended' END, 'title', \(staff).title)
        """
    }

    package static func timeZoneExists(_ name: String) -> Query<Bool> { AccountQueries.timeZoneExists(name) }

    /// Nil where there is no such account.
    package static func rootUnit(of account: AccountID) -> Query<UnitID?> {
        .optional("SELECT u.id FROM units AS u WHERE u.account_id = \(account) AND u.parent_id IS NULL") { try $0.next() }
    }

    /// Adds memberships that were never there, all in one statement, so that a manager may come after those managed. Answers with those
    /// added.
    package static func addMemberships(_ memberships: [Membership], account: AccountID, at now: Instant) -> Query<[MembershipID]> {
        .all(
            """
            INSERT INTO memberships (account_id, id, person_id, unit_id, roles, manager_id, starts_on, created_at)
            SELECT \(account), g.id, g.person_id, g.unit_id, string_to_array(g.roles, ','), g.manager_id, g.starts_on, \(now)
            FROM unnest(\(memberships.map(\.id)), \(memberships.map(\.person)), \(memberships.map(\.unit)),
                \(memberships.map { $0.roles.map(\.rawValue).joined(separator: ",") }), \(memberships.map(\.manager)),
                \(memberships.map(\.startsOn))) AS g (id, person_id, unit_id, roles, manager_id, starts_on)
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        ) { row in try row.next() }
    }

    /// Adds places in the account's team that were never there; answers with whose they are.
    package static func addTeam(_ members: [TeamMember], account: AccountID) -> Query<[TeamMember]> {
        Query(
            """
            INSERT INTO account_team_members (account_id, person_id, function, starts_on, ends_on)
            SELECT \(account), g.person_id, g.function, g.starts_on, g.ends_on
            FROM unnest(\(members.map(\.person)), \(members.map(\.function.rawValue)), \(members.map(\.startsOn)),
                \(members.map(\.endsOn))) AS g (person_id, function, starts_on, ends_on)
            WHERE NOT EXISTS (
                SELECT
                FROM account_team_members AS t
                WHERE t.account_id = \(account) AND t.person_id = g.person_id AND t.function = g.function AND t.starts_on = g.starts_on
            )
            ON CONFLICT DO NOTHING
            RETURNING person_id, function, starts_on
            """
        ) { rows in
            let added = try rows.map { row in (try row.next(PersonID.self), try row.next(String.self), try row.next(LocalDate.self)) }
            return members.filter { member in
                added.contains { $0 == (member.person, member.function.rawValue, member.startsOn) }
            }
        }
    }

    /// Adds units that were never there, parents first; answers with those added.
    package static func addUnits(_ units: [Unit], account: AccountID, at now: Instant) -> Query<[UnitID]> {
        .all(
            """
            INSERT INTO units (account_id, id, parent_id, name, external_id, created_at)
            SELECT \(account), g.id, g.parent_id, g.name, g.external_id, \(now)
            FROM unnest(\(units.map(\.id)), \(units.map(\.parent)), \(units.map(\.name)), \(units.map(\.externalID)))
                AS g (id, parent_id, name, external_id)
            ON CONFLICT (account_id, id) DO NOTHING
            RETURNING id
            """
        ) { row in try row.next() }
        .refusing("units_one_per_external_id", with: OrganisationRefusal.externalIDTaken)
    }
}
