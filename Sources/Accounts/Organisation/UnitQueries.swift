import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum UnitQueries {
    package static func insert(_ unit: Unit, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO units (account_id, id, parent_id, name, external_id, language, version, created_at)
            VALUES (\(unit.account), \(unit.id), \(unit.parent), \(unit.name), \(unit.externalID), \(unit.language),
                \(unit.version), \(now))
            """
        )
        .refusing("units_one_per_external_id", with: OrganisationRefusal.externalIDTaken)
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
            SELECT u.account_id, u.id, u.parent_id, u.name, u.external_id, u.language, u.disabled_at, u.version
            FROM units AS u
            WHERE u.account_id = \(account) AND u.parent_id IS NULL
            """, otherwise: OrganisationRefusal.unitNotFound, unit)
    }

    /// Those of these that there are, in the order of their ids.
    static func all(_ ids: [UnitID], of account: AccountID) -> Query<[Unit]> {
        .all(
            """
            SELECT u.account_id, u.id, u.parent_id, u.name, u.external_id, u.language, u.disabled_at, u.version
            FROM units AS u
            WHERE u.account_id = \(account) AND u.id = ANY(\(ids))
            ORDER BY u.id
            """, unit)
    }

    /// Those in a scope that also fit a filter, in the order of their ids. To own a unit is to be a member of it.
    static func page(of account: AccountID, scope: Scope, filter: UnitFilter, after: UnitID?, limit: Int) -> Query<[Unit]> {
        .all(
            """
            SELECT u.account_id, u.id, u.parent_id, u.name, u.external_id, u.language, u.disabled_at, u.version
            FROM units AS u
            WHERE u.account_id = \(account)
                AND \(scope.rows(unit: "u.id") { members(of: "u.id", account: account, among: $0) })
                \(filter.parent, then: { "AND u.parent_id = \($0)" })
                \(filter.text, then: { "AND position(lower(\($0)::text) IN lower(u.name)) > 0" })
                \(after, then: { "AND u.id > \($0)" })
            ORDER BY u.id
            LIMIT \(limit)
            """, unit)
    }

    /// Locks the account's tree until the transaction ends: whoever changes it, changes what the one before has committed.
    static func lockTree(of account: AccountID) -> Query<Void> {
        Query("SELECT FROM accounts AS a WHERE a.id = \(account) FOR NO KEY UPDATE")
    }

    static func tree(of account: AccountID) -> Query<UnitTree> {
        Query(
            """
            SELECT a.unit_tree_version, u.id, u.parent_id, u.disabled_at IS NOT NULL
            FROM accounts AS a
            JOIN units AS u ON u.account_id = a.id
            WHERE a.id = \(account)
            ORDER BY u.id
            """
        ) { rows in
            let found = try rows.map { row in
                (try row.next(Int.self), UnitTree.Node(id: try row.next(), parent: try row.next(), isDisabled: try row.next()))
            }
            return UnitTree(version: found.first?.0 ?? 0, found.map(\.1))
        }
    }

    static func save(_ unit: Unit) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE units
            SET parent_id = \(unit.parent), name = \(unit.name), language = \(unit.language), disabled_at = \(unit.disabledAt),
                version = \(unit.version)
            WHERE account_id = \(unit.account) AND id = \(unit.id)
            """, otherwise: OrganisationRefusal.unitNotFound
        )
        .refusing("units_without_circles", with: OrganisationRefusal.unitCircle)
        .refusing("units_not_under_themselves", with: OrganisationRefusal.unitCircle)
        .refusing("units_under_a_unit", with: OrganisationRefusal.unitNotFound)
        .refusing("units_one_root_per_account", with: OrganisationRefusal.hasARootUnit)
        .refusing("units_root_is_never_disabled", with: OrganisationRefusal.rootUnit)
    }

    private static func members(of unit: SQL, account: AccountID, among owners: [MembershipID]) -> SQL {
        "\(unit) IN (SELECT m.unit_id FROM memberships AS m WHERE m.account_id = \(account) AND m.id = ANY(\(owners)))"
    }

    private static func unit(_ row: inout Row) throws -> Unit {
        Unit(
            account: try row.next(), id: try row.next(), parent: try row.next(), name: try row.next(), externalID: try row.next(),
            language: try row.next(), disabledAt: try row.next(), version: try row.next())
    }
}
