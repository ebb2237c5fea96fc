import Kernel
import Persistence
import Postgres

enum CustomerQueries {
    /// The memberships that have one of these roles and have not ended, those to come among them.
    static func memberships(with roles: [RoleKey], in account: AccountID, from today: LocalDate) -> Query<[Membership]> {
        .all(
            """
            SELECT m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on, m.version, m.successor_id
            FROM memberships AS m
            WHERE m.account_id = \(account) AND m.roles && \(roles.map(\.rawValue))::text[]
                AND (m.ends_on IS NULL OR m.ends_on >= greatest(\(today), m.starts_on))
            ORDER BY m.id
            """
        ) { row in try row.membership() }
    }
}
