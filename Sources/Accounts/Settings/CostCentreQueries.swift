package import Kernel
import Persistence
package import Postgres

package enum CostCentreQueries {
    /// Those of the units in a scope, and of those above, whose they are too; in the order of their ids.
    static func page(of account: AccountID, scope: Scope, above: [UnitID], after: CostCentreID?, limit: Int) -> Query<[CostCentre]> {
        .all(
            """
            SELECT c.id, c.unit_id, c.code, c.name, c.disabled_at, c.version
            FROM cost_centres AS c
            WHERE c.account_id = \(account)
                AND (\(scope.rows(unit: "c.unit_id") { _ in "false" }) OR c.unit_id = ANY(\(above)))
                \(after, then: { "AND c.id > \($0)" })
            ORDER BY c.id
            LIMIT \(limit)
            """, costCentre)
    }

    static func find(_ id: CostCentreID, in account: AccountID) -> Query<CostCentre?> {
        .optional(
            """
            SELECT c.id, c.unit_id, c.code, c.name, c.disabled_at, c.version
            FROM cost_centres AS c
            WHERE c.account_id = \(account) AND c.id = \(id)
            """, costCentre)
    }

    /// The same, its row locked until the transaction ends.
    static func locked(_ id: CostCentreID, in account: AccountID) -> Query<CostCentre?> {
        .optional(
            """
            SELECT c.id, c.unit_id, c.code, c.name, c.disabled_at, c.version
            FROM cost_centres AS c
            WHERE c.account_id = \(account) AND c.id = \(id)
            FOR NO KEY UPDATE
            """, costCentre)
    }

    /// Adds those that were never there; answers with their ids.
    package static func insertNew(_ all: [CostCentre], in account: AccountID, at now: Instant) -> Query<[CostCentreID]> {
        .all(
            """
            INSERT INTO cost_centres (account_id, id, unit_id, code, name, created_at)
            SELECT \(account), g.id, g.unit_id, g.code, g.name, \(now)
            FROM unnest(\(all.map(\.id)), \(all.map(\.unit)), \(all.map(\.code)), \(all.map(\.name))) AS g (id, unit_id, code, name)
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        ) { row in try row.next() }
        .refusing("cost_centres_of_a_unit", with: SettingRefusal.unitNotFound)
    }

    static func save(_ costCentre: CostCentre, in account: AccountID) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE cost_centres
            SET unit_id = \(costCentre.unit), name = \(costCentre.name), disabled_at = \(costCentre.disabledAt),
                version = \(costCentre.version)
            WHERE account_id = \(account) AND id = \(costCentre.id)
            """, otherwise: OrganisationRefusal.notFound
        )
        .refusing("cost_centres_of_a_unit", with: SettingRefusal.unitNotFound)
    }

    private static func costCentre(_ row: inout Row) throws -> CostCentre {
        CostCentre(
            id: try row.next(), unit: try row.next(), code: try row.next(), name: try row.next(), disabledAt: try row.next(),
            version: try row.next())
    }
}
