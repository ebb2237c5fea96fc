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

    /// A person's memberships in one account that hold today, and which day that is there.
    static func inForce(
        of person: PersonID, in account: AccountID, at now: Instant
    ) -> Query<(memberships: [Membership], today: LocalDate)> {
        Query(
            """
            SELECT d.today, m.id IS NOT NULL, m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on,
                m.version, m.successor_id
            FROM accounts AS a
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            LEFT JOIN memberships AS m
                ON m.account_id = a.id AND m.person_id = \(person) AND m.starts_on <= d.today
                    AND (m.ends_on IS NULL OR m.ends_on >= d.today)
            WHERE a.id = \(account)
            ORDER BY m.starts_on, m.id
            """
        ) { rows in
            let found = try rows.map { row in (try row.next(LocalDate.self), try row.next(Bool.self) ? try row.membership() : nil) }
            guard let today = found.first?.0 else { throw OrganisationRefusal.membershipNotFound }
            return (found.compactMap(\.1), today)
        }
    }

    /// The memberships in force without an end that have one of these roles.
    static func lasting(with roles: [RoleKey], in account: AccountID, at today: LocalDate) -> Query<[Membership]> {
        .all(
            """
            SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id
            FROM memberships AS m
            WHERE m.account_id = \(account) AND m.roles && \(roles.map(\.rawValue))::text[] AND m.starts_on <= \(today)
                AND m.ends_on IS NULL
            ORDER BY m.id
            """
        ) { row in try row.membership() }
    }

    /// In a zone farther west today can be a day earlier. Who is a member already stays one: the first day is then that earlier one.
    static func keepBegun(in account: AccountID, from old: String, to new: String, at now: Instant) -> Query<[MembershipID]> {
        .all(
            """
            UPDATE memberships SET starts_on = (\(now)::timestamptz AT TIME ZONE \(new))::date, version = version + 1
            WHERE account_id = \(account) AND starts_on > (\(now)::timestamptz AT TIME ZONE \(new))::date
                AND starts_on <= (\(now)::timestamptz AT TIME ZONE \(old))::date
            RETURNING id
            """
        ) { row in try row.next() }
    }

    static func end(_ membership: MembershipID, in account: AccountID, on day: LocalDate) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE memberships SET ends_on = greatest(\(day)::date, starts_on), version = version + 1
            WHERE account_id = \(account) AND id = \(membership) AND (ends_on IS NULL OR ends_on > \(day)::date)
            """, otherwise: OrganisationRefusal.membershipNotFound)
    }

    /// The members of a scope who fit a filter, in the order in which they joined.
    static func page(
        of account: AccountID, scope: Scope, filter: MemberFilter = MemberFilter(), after: MembershipID?, limit: Int, at now: Instant
    ) -> Query<[Member]> {
        let asked: SQL = """
            m.account_id = \(account)
                AND \(scope.rows(unit: "m.unit_id", owner: "m.id"))
                \(filter.below, then: { "AND \($0.rows(unit: "m.unit_id") { _ in "false" })" })
                \(filter.role, then: { "AND \($0.rawValue) = ANY(m.roles)" })
                \(filter.text, then: { "AND position(lower(\($0)::text) IN lower(p.name || ' ' || p.email)) > 0" })
                \(filter.state, then: condition)
                \(after, then: { "AND m.id > \($0)" })
            """
        // What may fit nobody is looked for first, in one pass: walking the members in order, and looking up each one's name until a page
        // is full, takes twenty times as long where it never is.
        guard filter.mayFitFew else {
            return .all("\(members(of: account, at: now)) WHERE \(asked) ORDER BY m.id LIMIT \(limit)", member)
        }
        return .all(
            """
            WITH found AS MATERIALIZED (
                SELECT m.id
                FROM memberships AS m
                \(filter.text, then: { _ in "JOIN persons AS p ON p.id = m.person_id" })
                CROSS JOIN \(today(in: account, at: now)) AS d
                WHERE \(asked)
            )
            \(members(of: account, at: now))
            WHERE m.account_id = \(account) AND m.id IN (SELECT f.id FROM found AS f ORDER BY f.id LIMIT \(limit))
            ORDER BY m.id
            """, member)
    }

    static func find(_ id: MembershipID, in account: AccountID, at now: Instant) -> Query<Member?> {
        .optional(
            """
            \(members(of: account, at: now))
            WHERE m.account_id = \(account) AND m.id = \(id)
            """, member)
    }

    /// Those of these that there are.
    static func all(_ ids: [MembershipID], of account: AccountID) -> Query<[Membership]> {
        .all(
            """
            SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id
            FROM memberships AS m
            WHERE m.account_id = \(account) AND m.id = ANY(\(ids))
            """
        ) { row in try row.membership() }
    }

    /// Those in some units that have not ended.
    static func open(in units: [UnitID], of account: AccountID, at today: LocalDate) -> Query<[Membership]> {
        .all(
            """
            SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id
            FROM memberships AS m
            WHERE m.account_id = \(account) AND m.unit_id = ANY(\(units)) AND (m.ends_on IS NULL OR m.ends_on >= \(today))
            ORDER BY m.id
            """
        ) { row in try row.membership() }
    }

    /// Whether somebody has, or had, a place in the account.
    static func isKnown(_ person: PersonID, in account: AccountID) -> Query<Bool> {
        .one(
            "SELECT EXISTS (SELECT FROM memberships AS m WHERE m.account_id = \(account) AND m.person_id = \(person))"
        ) { row in try row.next() }
    }

    /// Whether somebody has a place without an end in a unit; nobody is no member.
    static func isMember(_ person: PersonID?, of unit: UnitID, in account: AccountID) -> Query<Bool> {
        .one(
            """
            SELECT EXISTS (
                SELECT FROM memberships AS m
                WHERE m.account_id = \(account) AND m.person_id = \(person)::uuid AND m.unit_id = \(unit) AND m.ends_on IS NULL
            )
            """
        ) { row in try row.next() }
    }

    /// Whether somebody who leaves, or has left, has named this membership.
    static func succeedsAnyone(_ id: MembershipID, in account: AccountID) -> Query<Bool> {
        .one(
            "SELECT EXISTS (SELECT FROM memberships AS m WHERE m.account_id = \(account) AND m.successor_id = \(id))"
        ) { row in try row.next() }
    }

    /// Whether a membership is the manager of another, or of its manager, and so on.
    static func manages(_ id: MembershipID, _ other: MembershipID?, in account: AccountID) -> Query<Bool> {
        .one(
            """
            WITH RECURSIVE managers AS (
                SELECT m.manager_id FROM memberships AS m WHERE m.account_id = \(account) AND m.id = \(other)::uuid
                UNION
                SELECT m.manager_id FROM managers AS g JOIN memberships AS m ON m.account_id = \(account) AND m.id = g.manager_id
            )
            SELECT EXISTS (SELECT FROM managers AS g WHERE g.manager_id = \(id))
            """
        ) { row in try row.next() }
    }

    static func save(_ membership: Membership) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE memberships
            SET unit_id = \(membership.unit), roles = \(membership.roles.map(\.rawValue)), manager_id = \(membership.manager),
                ends_on = \(membership.endsOn), successor_id = \(membership.successor), version = \(membership.version)
            WHERE account_id = \(membership.account) AND id = \(membership.id)
            """, otherwise: OrganisationRefusal.membershipNotFound
        )
        .refusing("memberships_one_open_per_person_and_unit", with: OrganisationRefusal.alreadyAMember)
    }

    private static func members(of account: AccountID, at now: Instant) -> SQL {
        """
        SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id,
            p.name, p.email, u.name,
            CASE WHEN m.starts_on > d.today THEN 'upcoming' WHEN m.ends_on < d.today THEN 'ended' ELSE 'inForce' END
        FROM memberships AS m
        JOIN persons AS p ON p.id = m.person_id
        JOIN units AS u ON u.account_id = m.account_id AND u.id = m.unit_id
        CROSS JOIN \(today(in: account, at: now)) AS d
        """
    }

    private static func today(in account: AccountID, at now: Instant) -> SQL {
        "(SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today FROM accounts AS a WHERE a.id = \(account))"
    }

    private static func condition(_ state: Member.State) -> SQL {
        switch state {
        case .upcoming: "AND m.starts_on > d.today"
        case .ended: "AND m.ends_on < d.today"
        case .inForce: "AND m.starts_on <= d.today AND (m.ends_on IS NULL OR m.ends_on >= d.today)"
        }
    }

    private static func member(_ row: inout Row) throws -> Member {
        let membership = try row.membership()
        let (person, email) = (try row.next(String.self), try row.next(String.self))
        let (unit, word) = (try row.next(String.self), try row.next(String.self))
        guard let state = Member.State(rawValue: word) else { throw UnknownWord(word: word) }
        return Member(membership: membership, personName: person, email: email, unitName: unit, state: state)
    }

    /// A person's memberships in force, over all accounts. The transaction's `app.person` shows them.
    static func ofPerson(_ person: PersonID, at now: Instant) -> Query<[PersonsAccount]> {
        .all(
            """
            SELECT a.id, a.name, a.time_zone, a.language, a.currency,
                m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id
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
    /// The next ten columns: `account_id, id, person_id, unit_id, roles, manager_id, starts_on, ends_on, version, successor_id`.
    mutating func membership() throws -> Membership {
        Membership(
            account: try next(), id: try next(), person: try next(), unit: try next(), roles: try roles(), manager: try next(),
            startsOn: try next(), endsOn: try next(), version: try next(), successor: try next())
    }

    mutating func roles() throws -> [RoleKey] { try next([String].self).map(RoleKey.init(rawValue:)) }

    mutating func customRoles() throws -> [Role] { Role.custom(try next([String].self)) }

    mutating func teamFunctions() throws -> [TeamFunction] {
        try next([String].self).map { word in
            guard let function = TeamFunction(rawValue: word) else { throw UnknownWord(word: word) }
            return function
        }
    }
}
