import Kernel
package import Postgres

/// What a later room keeps of members: rooms look back, so the room of the members is told whom to ask.
package struct MemberAspect: Sendable {
    /// A SELECT of `kind` and `count`: what these memberships own that is not finished.
    package let openWork: @Sendable (AccountID, [MembershipID]) -> SQL?

    package init(openWork: @escaping @Sendable (AccountID, [MembershipID]) -> SQL? = { _, _ in nil }) {
        self.openWork = openWork
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
}
