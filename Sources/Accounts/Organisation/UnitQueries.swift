import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum UnitQueries {
    package static func insert(_ unit: Unit, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO units (account_id, id, parent_id, name, created_at)
            VALUES (\(unit.account), \(unit.id), \(unit.parent), \(unit.name), \(now))
            """
        )
        .refusing("units_one_root_per_account", with: OrganisationRefusal.hasARootUnit)
        .refusing("units_under_a_unit", with: OrganisationRefusal.unitNotFound)
    }

    /// For imports, which run again.
    package static func insertIfNew(_ unit: Unit, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO units (account_id, id, parent_id, name, created_at)
            VALUES (\(unit.account), \(unit.id), \(unit.parent), \(unit.name), \(now))
            ON CONFLICT (account_id, id) DO NOTHING
            """)
    }

    package static func root(of account: AccountID) -> Query<Unit> {
        .one(
            """
            SELECT u.account_id, u.id, u.parent_id, u.name
            FROM units AS u
            WHERE u.account_id = \(account) AND u.parent_id IS NULL
            """, otherwise: OrganisationRefusal.unitNotFound, unit)
    }

    /// The units of a scope, in the order of their ids. To own a unit is to be a member of it.
    static func page(
        of account: AccountID, scope: Scope, after: UnitID?, limit: Int
    ) -> Query<[Unit]> {
        .all(
            """
            SELECT u.account_id, u.id, u.parent_id, u.name
            FROM units AS u
            WHERE u.account_id = \(account)
                AND \(scope.rows(unit: "u.id") { members(of: "u.id", account: account, among: $0) })
                AND (\(after)::uuid IS NULL OR u.id > \(after)::uuid)
            ORDER BY u.id
            LIMIT \(limit)
            """, unit)
    }

    private static func members(of unit: SQL, account: AccountID, among owners: [MembershipID]) -> SQL {
        "\(unit) IN (SELECT m.unit_id FROM memberships AS m WHERE m.account_id = \(account) AND m.id = ANY(\(owners)))"
    }

    private static func unit(_ row: inout Row) throws -> Unit {
        Unit(account: try row.next(), id: try row.next(), parent: try row.next(), name: try row.next())
    }
}
