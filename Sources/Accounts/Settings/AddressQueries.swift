package import Kernel
import Persistence
package import Postgres

package enum AddressQueries {
    /// Those of the units in a scope, and of those above, whose they are too; in the order of their ids.
    static func page(of account: AccountID, scope: Scope, above: [UnitID], after: AddressID?, limit: Int) -> Query<[Address]> {
        .all(
            """
            SELECT d.id, d.unit_id, d.external_id, d.uses, d.name, d.lines, d.city, d.region, d.postal_code, d.country, d.disabled_at,
                d.version
            FROM addresses AS d
            WHERE d.account_id = \(account)
                AND (\(scope.rows(unit: "d.unit_id") { _ in "false" }) OR d.unit_id = ANY(\(above)))
                \(after, then: { "AND d.id > \($0)" })
            ORDER BY d.id
            LIMIT \(limit)
            """, address)
    }

    static func find(_ id: AddressID, in account: AccountID) -> Query<Address?> {
        .optional(
            """
            SELECT d.id, d.unit_id, d.external_id, d.uses, d.name, d.lines, d.city, d.region, d.postal_code, d.country, d.disabled_at,
                d.version
            FROM addresses AS d
            WHERE d.account_id = \(account) AND d.id = \(id)
            """, address)
    }

    /// The same, its row locked until the transaction ends.
    static func locked(_ id: AddressID, in account: AccountID) -> Query<Address?> {
        .optional(
            """
            SELECT d.id, d.unit_id, d.external_id, d.uses, d.name, d.lines, d.city, d.region, d.postal_code, d.country, d.disabled_at,
                d.version
            FROM addresses AS d
            WHERE d.account_id = \(account) AND d.id = \(id)
            FOR NO KEY UPDATE
            """, address)
    }

    package static func insert(_ address: Address, in account: AccountID, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO addresses (account_id, id, unit_id, external_id, uses, name, lines, city, region, postal_code, country, created_at)
            VALUES (\(account), \(address.id), \(address.unit), \(address.externalID), \(address.uses.map(\.rawValue)), \(address.name),
                \(address.lines), \(address.city), \(address.region), \(address.postalCode), \(address.country), \(now))
            """
        )
        .refusing("addresses_one_per_external_id", with: OrganisationRefusal.externalIDTaken)
        .refusing("addresses_of_a_unit", with: SettingRefusal.unitNotFound)
    }

    /// For imports, which run again: whether it was not there.
    package static func insertIfNew(_ address: Address, in account: AccountID, at now: Instant) -> Query<Bool> {
        Query(
            """
            INSERT INTO addresses (account_id, id, unit_id, external_id, uses, name, lines, city, region, postal_code, country, created_at)
            VALUES (\(account), \(address.id), \(address.unit), \(address.externalID), \(address.uses.map(\.rawValue)), \(address.name),
                \(address.lines), \(address.city), \(address.region), \(address.postalCode), \(address.country), \(now))
            ON CONFLICT DO NOTHING
            """
        ) { rows in rows.affected == 1 }
    }

    static func save(_ address: Address, in account: AccountID) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE addresses
            SET unit_id = \(address.unit), uses = \(address.uses.map(\.rawValue)), name = \(address.name), lines = \(address.lines),
                city = \(address.city), region = \(address.region), postal_code = \(address.postalCode), country = \(address.country),
                disabled_at = \(address.disabledAt), version = \(address.version)
            WHERE account_id = \(account) AND id = \(address.id)
            """, otherwise: OrganisationRefusal.notFound
        )
        .refusing("addresses_of_a_unit", with: SettingRefusal.unitNotFound)
    }

    private static func address(_ row: inout Row) throws -> Address {
        Address(
            id: try row.next(), unit: try row.next(), externalID: try row.next(), uses: try row.uses(), name: try row.next(),
            lines: try row.next(), city: try row.next(), region: try row.next(), postalCode: try row.next(), country: try row.next(),
            disabledAt: try row.next(), version: try row.next())
    }
}

extension Row {
    fileprivate mutating func uses() throws -> [Address.Use] {
        try next([String].self).map { word in
            guard let use = Address.Use(rawValue: word) else { throw UnknownWord(word: word) }
            return use
        }
    }
}
