import Kernel
package import Postgres

/// What a later room keeps of members: rooms look back, so the room of the members is told whom to ask.
package struct MemberAspect: Sendable {
    /// A SELECT of `kind` and `count`: what these memberships own that is not finished.
    package let openWork: @Sendable (AccountID, [MembershipID]) -> SQL?
    /// A SELECT of `unit_id` and `owner_id`: all that these memberships own and that is seen or worked with by a permission.
    package let owned: @Sendable (AccountID, [MembershipID], Permission) -> SQL?

    package init(
        openWork: @escaping @Sendable (AccountID, [MembershipID]) -> SQL? = { _, _ in nil },
        owned: @escaping @Sendable (AccountID, [MembershipID], Permission) -> SQL? = { _, _, _ in nil }
    ) {
        self.openWork = openWork
        self.owned = owned
    }
}

enum MemberAspectQueries {
    /// What of each kind some memberships own that is not finished.
    static func openWork(of memberships: [MembershipID], in account: AccountID, aspects: [MemberAspect]) -> Query<[OpenWork]> {
        let none: SQL = "SELECT NULL::text AS kind, 0::bigint AS count WHERE false"
        let all = aspects.compactMap { $0.openWork(account, memberships) }.reduce(none) { "\($0) UNION ALL \($1)" }
        return .all("SELECT w.kind, w.count FROM (\(all)) AS w WHERE w.count > 0 ORDER BY w.kind") { row in
            OpenWork(kind: try row.next(), count: try row.next())
        }
    }

    /// The permissions by which something that some memberships own is outside the scope that goes with each.
    static func beyond(
        _ scopes: [(permission: Permission, scope: Scope)], of memberships: [MembershipID], in account: AccountID, aspects: [MemberAspect]
    ) -> Query<Set<Permission>> {
        let outside = scopes.flatMap { permission, scope in
            aspects.compactMap { $0.owned(account, memberships, permission) }.map { owned -> SQL in
                """
                SELECT \(permission.rawValue)::text AS permission
                WHERE EXISTS (SELECT FROM (\(owned)) AS w WHERE NOT (\(scope.rows(unit: "w.unit_id", owner: "w.owner_id"))))
                """
            }
        }
        let none: SQL = "SELECT NULL::text AS permission WHERE false"
        return Query<[String]>.all(outside.reduce(none) { "\($0) UNION ALL \($1)" }) { row in try row.next() }
            .map { Set($0.compactMap { Permission(rawValue: $0) }) }
    }
}
