import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum RoleQueries {
    package static func insert(_ role: AccountRole, in account: AccountID, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO roles (account_id, id, key, name, permissions, version, disabled_at, created_at)
            VALUES (\(account), \(role.id), \(role.key.rawValue), \(role.name), \(role.words), \(role.version), \(role.disabledAt), \(now))
            """
        )
        .refusing("roles_one_per_key", with: RoleRefusal.keyTaken)
        .refusing("roles_key_is_not_built_in", with: RoleRefusal.keyTaken)
    }

    static func save(_ role: AccountRole, in account: AccountID) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE roles
            SET name = \(role.name), permissions = \(role.words), disabled_at = \(role.disabledAt), version = \(role.version)
            WHERE account_id = \(account) AND id = \(role.id)
            """, otherwise: RoleRefusal.notFound)
    }

    /// All of an account, disabled ones too, by their keys.
    package static func all(of account: AccountID) -> Query<[AccountRole]> {
        .all(
            """
            SELECT r.id, r.key, r.name, r.permissions, r.disabled_at, r.version, \(limits)
            FROM roles AS r
            WHERE r.account_id = \(account)
            ORDER BY r.key COLLATE "C"
            """, role)
    }

    /// A page of them.
    static func page(of account: AccountID, after: RoleKey?, limit: Int) -> Query<[AccountRole]> {
        .all(
            """
            SELECT r.id, r.key, r.name, r.permissions, r.disabled_at, r.version, \(limits)
            FROM roles AS r
            WHERE r.account_id = \(account) \(after, then: { "AND r.key COLLATE \"C\" > \($0.rawValue)" })
            ORDER BY r.key COLLATE "C"
            LIMIT \(limit)
            """, role)
    }

    static func find(_ key: RoleKey, in account: AccountID) -> Query<AccountRole?> {
        .optional(
            """
            SELECT r.id, r.key, r.name, r.permissions, r.disabled_at, r.version, \(limits)
            FROM roles AS r
            WHERE r.account_id = \(account) AND r.key = \(key.rawValue)
            """, role)
    }

    /// Each of a role's as `act:period:amount:currency`.
    private static let limits: SQL = """
        ARRAY(
            SELECT l.act || ':' || l.period || ':' || l.amount || ':' || l.currency
            FROM spending_limits AS l
            WHERE l.account_id = r.account_id AND l.membership_id IS NULL AND l.role = r.key
            ORDER BY l.act, l.period)
        """

    private static func limit(_ words: String) -> SpendingLimit? {
        let words = words.split(separator: ":")
        guard words.count == 4, let act = SpendingLimit.Act(rawValue: String(words[0])),
            let period = SpendingLimit.Period(rawValue: String(words[1])),
            let amount = Currency(String(words[3])).flatMap({ Money(words[2], $0) })
        else { return nil }
        return SpendingLimit(act: act, period: period, amount: amount)
    }

    private static func role(_ row: inout Row) throws -> AccountRole {
        let (id, key, name) = (try row.next(AccountRoleID.self), try row.next(String.self), try row.next(String.self))
        let words = try row.next([String].self).map { $0.split(separator: ":").map(String.init) }
        // A permission that this version of the service does not know is granted to nobody.
        let pairs: [(Permission, Reach)] = words.compactMap { words in
            guard words.count == 2, let permission = Permission(rawValue: words[0]) else { return nil }
            return Reach(rawValue: words[1]).map { (permission, $0) }
        }
        let (disabledAt, version) = (try row.next(Instant?.self), try row.next(Int.self))
        return AccountRole(
            id: id, key: RoleKey(rawValue: key), name: name, permissions: Dictionary(pairs, uniquingKeysWith: max),
            limits: try row.next([String].self).compactMap(limit), disabledAt: disabledAt, version: version)
    }
}

extension AccountRole {
    /// As the column has them.
    fileprivate var words: [String] {
        Permission.allCases.compactMap { permission in permissions[permission].map { "\(permission.rawValue):\($0.rawValue)" } }
    }
}
