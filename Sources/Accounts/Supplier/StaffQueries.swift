import Kernel
import Persistence
import Postgres

enum StaffQueries {
    static func insert(_ member: StaffMember) -> Query<Void> {
        Query(
            """
            INSERT INTO staff (person_id, title, permissions)
            VALUES (\(member.person.id), \(member.title), \(member.permissions.ordered.map(\.rawValue)))
            """
        )
        .refusing("staff_pkey", with: StaffRefusal.alreadyStaff)
    }

    /// For the command line and for tests: whoever is there already gets this title and these permissions, and is not ended any more.
    static func put(_ person: PersonID, title: String, permissions: Set<StaffPermission>) -> Query<Void> {
        Query(
            """
            INSERT INTO staff AS s (person_id, title, permissions)
            VALUES (\(person), \(title), \(permissions.ordered.map(\.rawValue)))
            ON CONFLICT (person_id) DO UPDATE
                SET title = excluded.title, permissions = excluded.permissions, ended_at = NULL, version = s.version + 1
            """
        )
        .refusing("staff_are_persons", with: OrganisationRefusal.personNotFound)
    }

    static func save(_ member: StaffMember) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE staff
            SET title = \(member.title), permissions = \(member.permissions.ordered.map(\.rawValue)), ended_at = \(member.endedAt),
                version = \(member.version)
            WHERE person_id = \(member.person.id)
            """, otherwise: StaffRefusal.notFound)
    }

    /// Everybody who manages staff today, locked until the transaction ends: changes of staff come one after the other, and each is
    /// measured by what holds then.
    static func lockManagers() -> Query<[PersonID: Set<StaffPermission>]> {
        Query(
            """
            SELECT s.person_id, s.permissions
            FROM staff AS s
            WHERE s.ended_at IS NULL AND 'manageStaff' = ANY (s.permissions)
            ORDER BY s.person_id
            FOR UPDATE
            """
        ) { rows in
            Dictionary(uniqueKeysWithValues: try rows.map { row in (try row.next(PersonID.self), try row.staffPermissions()) })
        }
    }

    /// What one of the supplier's people may do now; nothing for anybody else.
    static func permissions(of person: PersonID) -> Query<Set<StaffPermission>> {
        Query("SELECT s.permissions FROM staff AS s WHERE s.person_id = \(person) AND s.ended_at IS NULL") { rows in
            try rows.first { row in try row.staffPermissions() } ?? []
        }
    }

    static func find(_ person: PersonID) -> Query<StaffMember?> {
        .optional(
            """
            SELECT p.id, p.email, p.name, p.language, s.title, s.permissions, s.ended_at, s.version
            FROM staff AS s
            JOIN persons AS p ON p.id = s.person_id
            WHERE s.person_id = \(person)
            """, member)
    }

    /// Ended ones too, in the order of their persons' ids.
    static func page(matching text: String?, after: PersonID?, limit: Int) -> Query<[StaffMember]> {
        .all(
            """
            SELECT p.id, p.email, p.name, p.language, s.title, s.permissions, s.ended_at, s.version
            FROM staff AS s
            JOIN persons AS p ON p.id = s.person_id
            WHERE true
                \(text, then: { "AND position(lower(\($0)::text) IN lower(p.name || ' ' || p.email)) > 0" })
                \(after, then: { "AND s.person_id > \($0)" })
            ORDER BY s.person_id
            LIMIT \(limit)
            """, member)
    }

    private static func member(_ row: inout Row) throws -> StaffMember {
        let person = Person(id: try row.next(), email: try row.next(), name: try row.next(), language: try row.next())
        return StaffMember(
            person: person, title: try row.next(), permissions: try row.staffPermissions(), endedAt: try row.next(),
            version: try row.next())
    }
}
