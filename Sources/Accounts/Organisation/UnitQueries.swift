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

    /// The units of a scope, in the order of their ids. `owner` keeps the one unit of that membership.
    static func page(
        of account: AccountID, units: [UUID]?, owner: UUID?, after: UnitID?, limit: Int
    ) -> Query<[Unit]> {
        .all(
            """
            SELECT u.account_id, u.id, u.parent_id, u.name
            FROM units AS u
            WHERE u.account_id = \(account)
                AND (\(units)::uuid[] IS NULL OR u.id = ANY(\(units)::uuid[]))
                AND (\(owner)::uuid IS NULL
                    OR u.id = (SELECT m.unit_id FROM memberships AS m WHERE m.account_id = \(account) AND m.id = \(owner)::uuid))
                AND (\(after)::uuid IS NULL OR u.id > \(after)::uuid)
            ORDER BY u.id
            LIMIT \(limit)
            """, unit)
    }

    private static func unit(_ row: inout Row) throws -> Unit {
        Unit(account: try row.next(), id: try row.next(), parent: try row.next(), name: try row.next())
    }
}
