import FoundationEssentials
import Kernel
import Persistence
import Postgres

enum AdmissionQueries {
    static func principal(token: Digest, at now: Instant) -> Query<Principal?> {
        .optional(
            """
            SELECT s.id, s.expires_at, p.id, p.email, p.name, p.language, st.title, st.permissions
            FROM sessions AS s
            JOIN persons AS p ON p.id = s.person_id
            LEFT JOIN staff AS st ON st.person_id = p.id AND st.ended_at IS NULL
            WHERE s.token_digest = \(token) AND s.ended_at IS NULL AND s.expires_at > \(now)
            """
        ) { row in try row.principal(token) }
    }

    /// Everything that a request in an account needs to know about who asks, in one statement: one row a membership in force, at least one
    /// row for a valid session. A disabled account admits its team and no customer; a place in a disabled unit counts for nothing.
    /// The transaction's `app.account` must be `account`.
    /// - Parameter known: the account's tree as it was read before; it is read again, in the same statement, where it has changed since.
    static func admission(token: Digest, account: AccountID, knowing known: UnitTree?, at now: Instant) -> Query<Admission?> {
        Query(
            """
            SELECT s.id, s.expires_at, p.id, p.email, p.name, p.language, st.title, st.permissions,
                a.id, a.time_zone, a.language, a.currency,
                ARRAY(
                    SELECT t.function || ':' || t.access
                    FROM account_team_members AS t
                    WHERE t.account_id = a.id AND t.person_id = st.person_id
                        AND t.starts_on <= d.today AND (t.ends_on IS NULL OR t.ends_on >= d.today)
                ),
                a.status = 'active' AND EXISTS (
                    SELECT
                    FROM account_partners AS r
                    JOIN partners AS c ON c.id = r.partner_id AND c.disabled_at IS NULL
                    JOIN partner_people AS w ON w.partner_id = r.partner_id
                        AND w.starts_on <= d.today AND (w.ends_on IS NULL OR w.ends_on >= d.today)
                    WHERE r.account_id = a.id AND w.person_id = p.id
                        AND r.starts_on <= d.today AND (r.ends_on IS NULL OR r.ends_on >= d.today)
                ),
                m.id IS NOT NULL, m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version,
                m.successor_id,
                \(ofMembership),
                a.unit_tree_version, tree.ids, tree.parents, tree.disabled
            FROM sessions AS s
            JOIN persons AS p ON p.id = s.person_id
            LEFT JOIN staff AS st ON st.person_id = p.id AND st.ended_at IS NULL
            LEFT JOIN accounts AS a ON a.id = \(account)
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            CROSS JOIN LATERAL (
                SELECT array_agg(u.id) AS ids, array_agg(coalesce(u.parent_id, u.id)) AS parents,
                    array_agg(u.disabled_at IS NOT NULL) AS disabled
                FROM units AS u
                WHERE u.account_id = a.id AND a.unit_tree_version IS DISTINCT FROM \(known?.version)::bigint
            ) AS tree
            LEFT JOIN memberships AS m
                ON m.account_id = a.id AND m.person_id = p.id AND a.status = 'active'
                    AND m.starts_on <= d.today AND (m.ends_on IS NULL OR m.ends_on >= d.today)
            WHERE s.token_digest = \(token) AND s.ended_at IS NULL AND s.expires_at > \(now)
            ORDER BY m.starts_on, m.id
            """
        ) { rows in
            let found = try rows.map { row in (try row.principal(token), try row.accountPart()) }
            guard let (principal, first) = found.first else { return nil }
            let tree = first?.tree ?? known ?? .empty
            let places = found.compactMap { $0.1?.place(in: tree) }.filter { !tree.isDisabled($0.membership.unit) }
            let supplier = first?.supplier(of: principal) ?? .none
            guard let first, !(places.isEmpty && !supplier.isAPlace) else { return Admission(principal: principal, caller: nil) }
            return Admission(
                principal: principal,
                caller: Caller(
                    person: principal.person.id, personName: principal.person.name, account: first.id, timeZone: first.timeZone,
                    language: first.language, currency: first.currency, places: places, supplier: supplier,
                    tree: tree, sessionID: principal.sessionID))
        }
    }

    /// A membership in force with what its roles give, whoever's it is. A disabled account has none.
    static func represented(_ membership: MembershipID, in account: AccountID, at now: Instant) -> Query<RepresentedMember?> {
        .optional(
            """
            SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id,
                \(ofMembership), p.name
            FROM accounts AS a
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            JOIN memberships AS m
                ON m.account_id = a.id AND m.id = \(membership)
                    AND m.starts_on <= d.today AND (m.ends_on IS NULL OR m.ends_on >= d.today)
            JOIN persons AS p ON p.id = m.person_id
            WHERE a.id = \(account) AND a.status = 'active'
            """
        ) { row in
            let membership = try row.membership()
            let custom = try row.customRoles()
            return RepresentedMember(
                membership: membership, customRoles: custom, inherited: try row.next(), personName: try row.next())
        }
    }

    /// Two columns of the membership `m` on the day `d.today`: what the account's own roles give it, and the memberships left to it.
    private static let ofMembership: SQL = """
        ARRAY(
            SELECT r.key || ':' || g.permission
            FROM roles AS r
            CROSS JOIN unnest(r.permissions) AS g (permission)
            WHERE r.account_id = m.account_id AND r.key = ANY(m.roles) AND r.disabled_at IS NULL
        ),
        ARRAY(
            WITH RECURSIVE left_behind AS (
                SELECT e.id
                FROM memberships AS e
                WHERE e.account_id = m.account_id AND e.successor_id = m.id AND e.ends_on < d.today
                UNION
                SELECT e.id
                FROM left_behind AS l
                JOIN memberships AS e ON e.account_id = m.account_id AND e.successor_id = l.id AND e.ends_on < d.today
            )
            SELECT l.id FROM left_behind AS l
        )
        """
}

/// The columns of the account, and of one membership in it where there is one.
private struct AccountPart {
    let id: AccountID
    let timeZone: String
    let language: String
    let currency: Currency
    let functions: [TeamFunction: TeamAccess]
    let isPartner: Bool
    let membership: Membership?
    let customRoles: [Role]
    /// The memberships of those who left to this one what was theirs.
    let inherited: [MembershipID]
    /// Nil where it is the one that was known.
    let tree: UnitTree?

    func supplier(of principal: Principal) -> SupplierSide {
        SupplierSide(functions: functions, permissions: principal.staffPermissions, isPartner: isPartner)
    }

    func place(in tree: UnitTree) -> Place? {
        membership.map {
            Place(membership: $0, roles: $0.roles.compactMap { $0.builtIn?.role } + customRoles, tree: tree, inherited: inherited)
        }
    }
}

extension Row {
    fileprivate mutating func principal(_ token: Digest) throws -> Principal {
        let session = try next(UUID.self)
        let expiresAt = try next(Instant.self)
        let person = Person(id: try next(), email: try next(), name: try next(), language: try next())
        return Principal(
            person: person, staffTitle: try next(), staffPermissions: try staffPermissions(), sessionID: session, sessionDigest: token,
            expiresAt: expiresAt)
    }

    fileprivate mutating func accountPart() throws -> AccountPart? {
        guard let id = try next(AccountID?.self) else { return nil }
        let (timeZone, language, currency) = (try next(String.self), try next(String.self), try next(Currency.self))
        let (functions, isPartner) = (try teamAccess(), try next(Bool.self))
        let isMember = try next(Bool.self)
        let membership = isMember ? try membership() : nil
        if !isMember { try skipMembership() }
        let custom = try customRoles()
        let inherited = try next([MembershipID].self)
        let version = try next(Int.self)
        return AccountPart(
            id: id, timeZone: timeZone, language: language, currency: currency, functions: functions, isPartner: isPartner,
            membership: membership,
            customRoles: custom, inherited: inherited, tree: try tree(version))
    }

    /// The columns of a membership that there is not.
    private mutating func skipMembership() throws {
        for _ in 0..<3 { _ = try next(UUID?.self) }
        _ = try (next(UUID?.self), next([String]?.self), next(UUID?.self), next(LocalDate?.self), next(LocalDate?.self))
        _ = try (next(Int?.self), next(UUID?.self))
    }

    private mutating func tree(_ version: Int) throws -> UnitTree? {
        let (ids, parents, disabled) = (try next([UUID]?.self), try next([UUID]?.self), try next([Bool]?.self))
        guard let ids, let parents, let disabled else { return nil }
        return UnitTree(
            version: version,
            zip(zip(ids, parents), disabled).map { pair, isDisabled in
                UnitTree.Node(id: UnitID(pair.0), parent: pair.0 == pair.1 ? nil : UnitID(pair.1), isDisabled: isDisabled)
            })
    }
}
