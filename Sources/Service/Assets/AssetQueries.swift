package import Accounts
import Catalog
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum AssetQueries {
    /// Newest first.
    package static func page(
        of caller: Caller, scope: Scope, filter: AssetFilter, language: ReadingLanguage, before: AssetID?, limit: Int, at now: Instant
    ) -> Query<[Asset]> {
        let today: SQL = "(\(now) AT TIME ZONE \(caller.timeZone))::date"
        return .all(
            """
            \(assets(of: caller, language, now))
            WHERE s.account_id = \(caller.account)
                AND \(scope.rows(unit: "s.unit_id", owner: "s.holder_id"))
                \(filter.sku, then: { "AND s.product_id = (SELECT f.id FROM products AS f WHERE f.sku = \($0))" })
                \(filter.serialNumber, then: { "AND s.serial_number = \($0)" })
                \(filter.unit, then: { "AND s.unit_id = \($0)" })
                \(filter.holder, then: { "AND s.holder_id = \($0)" })
                \(filter.state, then: { state in
                    state == .retired ? "AND s.retired_on <= \(today)" : "AND (s.retired_on IS NULL OR s.retired_on > \(today))"
                })
                \(filter.warrantyUntil, then: { "AND s.warranty_until <= \($0)" })
                \(before, then: { "AND s.id < \($0)" })
            ORDER BY s.id DESC
            LIMIT \(limit)
            """, asset)
    }

    package static func find(
        _ id: AssetID, of caller: Caller, scope: Scope, language: ReadingLanguage, lock: Bool = false, at now: Instant
    ) -> Query<Asset?> {
        let locking: SQL = lock ? "FOR NO KEY UPDATE OF s" : ""
        return .optional(
            """
            \(assets(of: caller, language, now))
            WHERE s.account_id = \(caller.account) AND s.id = \(id) AND \(scope.rows(unit: "s.unit_id", owner: "s.holder_id"))
            \(locking)
            """, asset)
    }

    /// Those that are there already, locked until the transaction ends.
    static func known(_ delivered: [DeliveredAsset], of caller: Caller, at now: Instant) -> Query<[Asset]> {
        .all(
            """
            \(assets(of: caller, "en", now))
            WHERE s.account_id = \(caller.account)
                AND (p.sku, s.serial_number) IN (
                    SELECT g.sku, g.serial_number
                    FROM unnest(\(delivered.map(\.sku)), \(delivered.map(\.serialNumber))) AS g (sku, serial_number))
            ORDER BY s.id
            FOR NO KEY UPDATE OF s
            """, asset)
    }

    package static func save(_ new: [Asset], in account: AccountID, at now: Instant) -> Query<Void> {
        Query<Void>(
            """
            INSERT INTO assets (account_id, id, external_id, product_id, serial_number, unit_id, holder_id, cost_centre_id, delivered_on,
                warranty_until, retired_on, version, created_at)
            SELECT \(account), g.id, g.external_id, g.product_id, g.serial_number, g.unit_id, g.holder_id, g.cost_centre_id,
                g.delivered_on, g.warranty_until, g.retired_on, 1, \(now)
            FROM unnest(\(new.map(\.id)), \(new.map(\.externalID)), \(new.map(\.product)), \(new.map(\.serialNumber)), \(new.map(\.unit)),
                \(new.map(\.holder?.member)), \(new.map(\.costCentre)), \(new.map(\.deliveredOn)), \(new.map(\.warrantyUntil)),
                \(new.map(\.retiredOn)))
                AS g (id, external_id, product_id, serial_number, unit_id, holder_id, cost_centre_id, delivered_on, warranty_until,
                    retired_on)
            """
        )
        .refusing("assets_one_per_external_id", with: AssetRefusal.externalIDTaken)
        .refusing("assets_one_per_serial_number", with: AssetRefusal.registeredMeanwhile)
    }

    static func change(_ assets: [Asset], in account: AccountID) -> Query<Void> {
        Query<Void>(
            """
            UPDATE assets AS s
            SET external_id = g.external_id, unit_id = g.unit_id, holder_id = g.holder_id, cost_centre_id = g.cost_centre_id,
                delivered_on = g.delivered_on, warranty_until = g.warranty_until, retired_on = g.retired_on, version = g.version
            FROM unnest(\(assets.map(\.id)), \(assets.map(\.externalID)), \(assets.map(\.unit)), \(assets.map(\.holder?.member)),
                \(assets.map(\.costCentre)), \(assets.map(\.deliveredOn)), \(assets.map(\.warrantyUntil)), \(assets.map(\.retiredOn)),
                \(assets.map(\.version)))
                AS g (id, external_id, unit_id, holder_id, cost_centre_id, delivered_on, warranty_until, retired_on, version)
            WHERE s.account_id = \(account) AND s.id = g.id
            """
        ).refusing("assets_one_per_external_id", with: AssetRefusal.externalIDTaken)
    }

    /// By the account's calendar.
    static func today(of caller: Caller, at now: Instant) -> Query<LocalDate> {
        .one("SELECT (\(now) AT TIME ZONE \(caller.timeZone))::date") { try $0.next() }
    }

    /// Of these SKUs those that there are.
    /// A service is nothing that somebody has.
    static func products(_ skus: [String]) -> Query<[String: ProductID]> {
        Query("SELECT p.sku, p.id FROM products AS p WHERE p.sku = ANY(\(skus)) AND p.kind = 'item'") { rows in
            let pairs = try rows.map { row in (try row.next(String.self), try row.next(ProductID.self)) }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Of these memberships those in a scope that are not over, with their names.
    static func holders(_ ids: [MembershipID], of caller: Caller, scope: Scope, at now: Instant) -> Query<[MembershipID: String]> {
        Query(
            """
            SELECT m.id, p.name
            FROM memberships AS m
            JOIN persons AS p ON p.id = m.person_id
            WHERE m.account_id = \(caller.account) AND m.id = ANY(\(ids)) AND \(scope.rows(unit: "m.unit_id") { _ in "false" })
                AND (m.ends_on IS NULL OR m.ends_on >= (\(now) AT TIME ZONE \(caller.timeZone))::date)
            """
        ) { rows in
            let pairs = try rows.map { row in (try row.next(MembershipID.self), try row.next(String.self)) }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Of these cost centres those of a scope, or above it, that are in use.
    static func costCentres(_ ids: [CostCentreID], of caller: Caller, scope: Scope) -> Query<[CostCentreID]> {
        .all(
            """
            SELECT c.id
            FROM cost_centres AS c
            WHERE c.account_id = \(caller.account) AND c.id = ANY(\(ids)) AND c.disabled_at IS NULL
                AND (\(scope.rows(unit: "c.unit_id") { _ in "false" }) OR c.unit_id = ANY(\(caller.unitsAbove)))
            """
        ) { try $0.next() }
    }

    private static func assets(of caller: Caller, _ language: ReadingLanguage, _ now: Instant) -> SQL {
        """
        SELECT s.id, s.external_id, s.product_id, p.sku, \(ProductQueries.text("p.names", language)), p.manufacturer,
            s.serial_number, s.unit_id, s.holder_id, h.name, s.cost_centre_id, s.delivered_on, s.warranty_until, s.retired_on, s.version,
            (\(now) AT TIME ZONE \(caller.timeZone))::date
        FROM assets AS s
        JOIN products AS p ON p.id = s.product_id
        LEFT JOIN memberships AS m ON m.account_id = s.account_id AND m.id = s.holder_id
        LEFT JOIN persons AS h ON h.id = m.person_id
        """
    }

    private static func asset(_ row: inout Row) throws -> Asset {
        let (id, externalID, product) = (try row.next(AssetID.self), try row.next(String?.self), try row.next(ProductID.self))
        let (sku, name, manufacturer) = (try row.next(String.self), try row.next(String.self), try row.next(String?.self))
        let (serialNumber, unit) = (try row.next(String.self), try row.next(UnitID.self))
        let (holder, holderName) = (try row.next(MembershipID?.self), try row.next(String?.self))
        return Asset(
            id: id, externalID: externalID, product: product, sku: sku, productName: name, manufacturer: manufacturer,
            serialNumber: serialNumber, unit: unit, holder: holder.map { .init(member: $0, name: holderName ?? "") },
            costCentre: try row.next(), deliveredOn: try row.next(), warrantyUntil: try row.next(), retiredOn: try row.next(),
            version: try row.next(), asOf: try row.next())
    }
}
