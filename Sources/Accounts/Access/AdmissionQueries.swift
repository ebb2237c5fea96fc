import Cryptography
import FoundationEssentials
import Kernel
import Persistence
import Postgres

enum AdmissionQueries {
    /// The session or the key that a token stands for: nothing where it is over.
    private static func credential(_ token: ShownToken, at now: Instant) -> SQL {
        switch token.kind {
        case .session:
            """
            (
                SELECT s.id, s.person_id, s.expires_at
                FROM sessions AS s
                WHERE s.token_digest = \(token.digest) AND s.ended_at IS NULL AND s.expires_at > \(now)
            )
            """
        case .apiKey:
            """
            (
                SELECT k.id, k.person_id, least(k.expires_at, x.expires_at) AS expires_at
                FROM api_key_secrets AS x
                JOIN api_keys AS k ON k.id = x.api_key_id
                WHERE x.token_digest = \(token.digest) AND k.accounts > 0 AND coalesce(least(k.expires_at, x.expires_at) > \(now), true)
            )
            """
        case .later(let person, let session):
            "(SELECT \(session)::uuid AS id, \(person)::uuid AS person_id, NULL::timestamptz AS expires_at)"
        }
    }

    /// What the key may be used for in the account: NULL where it does not work there. A session may be used for everything.
    private static func permissions(_ token: ShownToken) -> SQL {
        switch token.kind {
        case .session, .later: "NULL::text[]"
        case .apiKey:
            """
            (
                SELECT ka.permissions
                FROM api_key_accounts AS ka
                WHERE ka.account_id = a.id AND ka.api_key_id = c.id AND ka.revoked_at IS NULL
            )
            """
        }
    }

    static func principal(_ token: ShownToken, at now: Instant) -> Query<Principal?> {
        .optional(
            """
            SELECT c.id, c.expires_at, p.id, p.email, p.name, p.language, st.title, st.permissions
            FROM \(credential(token, at: now)) AS c
            JOIN persons AS p ON p.id = c.person_id
            LEFT JOIN staff AS st ON st.person_id = p.id AND st.ended_at IS NULL
            """
        ) { row in try row.principal(token) }
    }

    /// Everything that a request in an account needs to know about who asks, in one statement: one row a membership in force, at least one
    /// row for a valid session. A disabled account admits its team and no customer; a place in a disabled unit counts for nothing.
    /// The transaction's `app.account` must be `account`.
    /// - Parameter known: the account's tree as it was read before; it is read again, in the same statement, where it has changed since.
    static func admission(_ token: ShownToken, account: AccountID, knowing known: UnitTree?, at now: Instant) -> Query<Admission?> {
        Query(
            """
            SELECT c.id, c.expires_at, p.id, p.email, p.name, p.language, st.title, st.permissions,
                a.id, a.time_zone, a.language, a.currency, (d.today + 1)::timestamp AT TIME ZONE a.time_zone, \(permissions(token)),
                ARRAY(
                    SELECT t.function || ':' || t.access
                    FROM account_team_members AS t
                    WHERE t.account_id = a.id AND t.person_id = st.person_id
                        AND t.starts_on <= d.today AND (t.ends_on IS NULL OR t.ends_on >= d.today)
                ),
                a.status = 'active' AND \(isPartner),
                m.id IS NOT NULL, m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version,
                m.successor_id,
                \(customRoles(of: "m")), \(leftBehind(to: "m")),
                (
                    SELECT json_agg(json_build_object('id', g.id, 'act', g.act, 'until', g.ends_on, 'amount', g.amount::text,
                        'currency', g.currency, 'membership', b.id, 'person', b.person_id, 'unit', b.unit_id, 'roles', b.roles,
                        'startsOn', b.starts_on, 'endsOn', b.ends_on, 'version', b.version, 'name', bp.name,
                        'customRoles', \(customRoles(of: "b")), 'inherited', \(leftBehind(to: "b"))) ORDER BY g.id)::text
                    FROM delegates AS n
                    JOIN delegations AS g ON g.account_id = n.account_id AND g.id = n.delegation_id
                    JOIN memberships AS b ON b.account_id = g.account_id AND b.id = g.delegator_id
                    JOIN persons AS bp ON bp.id = b.person_id
                    WHERE n.account_id = m.account_id AND n.membership_id = m.id AND g.revoked_at IS NULL
                        AND d.today BETWEEN g.starts_on AND g.ends_on
                        AND b.starts_on <= d.today AND (b.ends_on IS NULL OR b.ends_on >= d.today)
                ),
                a.unit_tree_version, tree.ids, tree.parents, tree.disabled
            FROM \(credential(token, at: now)) AS c
            JOIN persons AS p ON p.id = c.person_id
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
            ORDER BY m.starts_on, m.id
            """
        ) { rows in
            let found = try rows.map { row in (try row.principal(token), try row.accountPart()) }
            guard let (principal, first) = found.first else { return nil }
            let tree = first?.tree ?? known ?? .empty
            let places = found.compactMap { $0.1?.place(in: tree) }.filter { !tree.isDisabled($0.membership.unit) }
            let delegated = places.isEmpty ? [] : found.flatMap { $0.1?.delegated(in: tree) ?? [] }
            let supplier = first?.supplier(of: principal) ?? .none
            guard let first, !(places.isEmpty && !supplier.isAPlace), token.isForEverything || first.permissions != nil else {
                return Admission(principal: principal, caller: nil)
            }
            return Admission(
                principal: principal,
                caller: Caller(
                    person: principal.person.id, personName: principal.person.name, account: first.id, timeZone: first.timeZone,
                    language: first.language, currency: first.currency, places: places, delegated: delegated,
                    supplier: supplier, tree: tree, credential: principal.credential, restriction: first.permissions),
                until: first.dayEndsAt)
        }
    }

    /// A membership in force with what its roles give, whoever's it is. A disabled account has none.
    static func represented(_ membership: MembershipID, in account: AccountID, at now: Instant) -> Query<RepresentedMember?> {
        .optional(
            """
            SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id,
                \(customRoles(of: "m")), \(leftBehind(to: "m")), p.name
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

    /// Whether the person works for a partner that is the account's reseller of record.
    private static let isPartner: SQL = """
        EXISTS (
            SELECT
            FROM account_partners AS r
            JOIN partners AS o ON o.id = r.partner_id AND o.disabled_at IS NULL
            JOIN partner_people AS w ON w.partner_id = r.partner_id
                AND w.starts_on <= d.today AND (w.ends_on IS NULL OR w.ends_on >= d.today)
            WHERE r.account_id = a.id AND w.person_id = p.id
                AND r.starts_on <= d.today AND (r.ends_on IS NULL OR r.ends_on >= d.today)
        )
        """

    /// What the account's own roles of a membership grant.
    private static func customRoles(of membership: SQL) -> SQL {
        """
        ARRAY(
            SELECT r.key || ':' || g.permission
            FROM roles AS r
            CROSS JOIN unnest(r.permissions) AS g (permission)
            WHERE r.account_id = \(membership).account_id AND r.key = ANY(\(membership).roles) AND r.disabled_at IS NULL
        )
        """
    }

    /// The memberships of those who have left what was theirs to this one.
    private static func leftBehind(to membership: SQL) -> SQL {
        """
        ARRAY(
            WITH RECURSIVE left_behind AS (
                SELECT e.id
                FROM memberships AS e
                WHERE e.account_id = \(membership).account_id AND e.successor_id = \(membership).id
                    AND e.ends_on < greatest(d.today, e.starts_on)
                UNION
                SELECT e.id
                FROM left_behind AS l
                JOIN memberships AS e ON e.account_id = \(membership).account_id AND e.successor_id = l.id
                    AND e.ends_on < greatest(d.today, e.starts_on)
            )
            SELECT l.id FROM left_behind AS l
        )
        """
    }
}

/// The columns of the account, and of one membership in it where there is one.
private struct AccountPart {
    let id: AccountID
    let timeZone: String
    let language: String
    let currency: Currency
    let dayEndsAt: Instant
    /// Of a key that works there.
    let permissions: Set<Permission>?
    let functions: [TeamFunction: TeamAccess]
    let isPartner: Bool
    let membership: Membership?
    let customRoles: [Role]
    /// The memberships of those who left to this one what was theirs.
    let inherited: [MembershipID]
    /// What members have delegated to this one.
    let delegations: [AdmittedDelegation]
    /// Nil where it is the one that was known.
    let tree: UnitTree?

    func supplier(of principal: Principal) -> SupplierSide {
        SupplierSide(functions: functions, permissions: principal.staffPermissions, isPartner: isPartner)
    }

    /// Without those of a place in a disabled unit: it counts for nothing.
    func delegated(in tree: UnitTree) -> [DelegatedPlace] {
        guard let membership, !tree.isDisabled(membership.unit) else { return [] }
        return delegations.compactMap { $0.place(in: id, of: membership.id, tree) }
    }

    func place(in tree: UnitTree) -> Place? {
        membership.map {
            Place(membership: $0, roles: $0.roles.compactMap { $0.builtIn?.role } + customRoles, tree: tree, inherited: inherited)
        }
    }
}

extension Row {
    fileprivate mutating func principal(_ token: ShownToken) throws -> Principal {
        let credential = token.credential(try next(UUID.self))
        let expiresAt = try next(Instant?.self)
        let person = Person(id: try next(), email: try next(), name: try next(), language: try next())
        return Principal(
            person: person, staffTitle: try next(), staffPermissions: try staffPermissions(), credential: credential,
            tokenDigest: token.digest, expiresAt: expiresAt)
    }

    fileprivate mutating func accountPart() throws -> AccountPart? {
        guard let id = try next(AccountID?.self) else { return nil }
        let (timeZone, language, currency) = (try next(String.self), try next(String.self), try next(Currency.self))
        let dayEndsAt = try next(Instant.self)
        // A permission that this version of the service does not know lets nobody do anything.
        let permissions = try next([String]?.self).map { Set($0.compactMap { Permission(rawValue: $0) }) }
        let (functions, isPartner) = (try teamAccess(), try next(Bool.self))
        let isMember = try next(Bool.self)
        let membership = isMember ? try membership() : nil
        if !isMember { try skipMembership() }
        let custom = try customRoles()
        let inherited = try next([MembershipID].self)
        let delegations = try next(String?.self).map { try JSONDecoder().decode([AdmittedDelegation].self, from: Data($0.utf8)) } ?? []
        let version = try next(Int.self)
        return AccountPart(
            id: id, timeZone: timeZone, language: language, currency: currency, dayEndsAt: dayEndsAt, permissions: permissions,
            functions: functions, isPartner: isPartner, membership: membership, customRoles: custom, inherited: inherited,
            delegations: delegations,
            tree: try tree(version))
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
