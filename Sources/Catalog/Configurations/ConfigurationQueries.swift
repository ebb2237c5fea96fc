package import Accounts
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// Standard configurations: those in force, and as the supplier writes them.
package enum ConfigurationQueries {
    /// Which of those in force a query is for.
    package enum Choice: Sendable {
        case all(after: String?, limit: Int)
        case these([ConfigurationKey])
    }

    /// Those in force for a unit, each in its latest version that holds on the day, by number.
    /// - Parameters:
    ///   - unit: nil for the root unit.
    ///   - day: nil for the account's own day at `now`.
    package static func inForce(
        _ choice: Choice, for unit: UnitID?, of caller: Caller, on day: LocalDate?, now: Instant
    ) -> Query<[StandardConfiguration]> {
        let path = (unit ?? caller.tree.root).map(caller.tree.path(from:)) ?? []
        let (narrowing, limit): (SQL, Int)
        switch choice {
        case .all(let after, let count): (narrowing, limit) = ("\(after, then: { "AND c.number > \($0)" })", count)
        case .these(let keys):
            let ids = keys.compactMap { if case .id(let id) = $0 { id } else { nil } }
            let numbers = keys.compactMap { if case .number(let number) = $0 { number } else { nil } }
            (narrowing, limit) = ("AND (c.id = ANY(\(ids)) OR c.number = ANY(\(numbers)))", keys.count)
        }
        return .all(
            """
            SELECT c.id, c.number, c.unit_id, v.version, v.content
            FROM standard_configurations AS c
            CROSS JOIN (SELECT coalesce(\(day)::date, (\(now) AT TIME ZONE \(caller.timeZone))::date) AS day) AS d
            JOIN LATERAL (
                SELECT v.version, v.content
                FROM standard_configuration_versions AS v
                WHERE v.account_id = \(caller.account) AND v.configuration_id = c.id
                    AND v.valid_from <= d.day AND (v.valid_to IS NULL OR v.valid_to >= d.day)
                ORDER BY v.version DESC
                LIMIT 1
            ) AS v ON true
            WHERE c.account_id = \(caller.account) AND c.unit_id = ANY(\(path)) AND (c.ended_on IS NULL OR c.ended_on >= d.day)
                \(narrowing)
            ORDER BY c.number
            LIMIT \(limit)
            """, configuration)
    }

    /// Versions as lines name them, whatever is in force by now.
    package static func pinned(_ keys: [ConfigurationVersionKey], of account: AccountID) -> Query<[StandardConfiguration]> {
        .all(
            """
            SELECT c.id, c.number, c.unit_id, v.version, v.content
            FROM unnest(\(keys.map(\.configuration))::uuid[], \(keys.map(\.version))::bigint[]) AS wanted (id, version)
            JOIN standard_configurations AS c ON c.account_id = \(account) AND c.id = wanted.id
            JOIN standard_configuration_versions AS v
                ON v.account_id = \(account) AND v.configuration_id = c.id AND v.version = wanted.version
            """, configuration)
    }

    /// As the supplier keeps it, without its versions.
    static func record(_ key: ConfigurationKey, in account: AccountID, lock: Bool = false) -> Query<ConfigurationRecord?> {
        let locking: SQL = lock ? "FOR NO KEY UPDATE OF c" : ""
        return .optional(
            """
            SELECT c.id, c.number, c.unit_id, c.revision, c.ended_on
            FROM standard_configurations AS c
            WHERE c.account_id = \(account) AND \(condition(key))
            \(locking)
            """
        ) { row in
            ConfigurationRecord(
                id: try row.next(), number: try row.next(), unit: try row.next(), revision: try row.next(), endedOn: try row.next(),
                versions: [])
        }
    }

    static func versions(_ key: ConfigurationKey, in account: AccountID) -> Query<[ConfigurationRecord.Version]> {
        .all(
            """
            SELECT v.version, v.content, v.published_at, v.of_file
            FROM standard_configurations AS c
            JOIN standard_configuration_versions AS v ON v.account_id = c.account_id AND v.configuration_id = c.id
            WHERE c.account_id = \(account) AND \(condition(key))
            ORDER BY v.version DESC
            """
        ) { row in
            .init(
                number: try row.next(), content: try ConfigurationContent(canonical: row.next()), publishedAt: try row.next(),
                isOfFile: try row.next())
        }
    }

    /// Which of these the master catalog has, and whether each is sold in whole numbers only.
    static func known(_ skus: [String]) -> Query<[String: Bool]> {
        Query("SELECT p.sku, p.unit_of_measure FROM products AS p WHERE p.sku = ANY(\(skus))") { rows in
            let pairs = try rows.map { row in (try row.next(String.self), Product.isCounted(in: try row.next())) }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }

    static func insert(_ record: ConfigurationRecord, in account: AccountID, at now: Instant) -> Query<Void> {
        Query<Void>(
            """
            INSERT INTO standard_configurations (account_id, id, number, unit_id, created_at)
            VALUES (\(account), \(record.id), \(record.number), \(record.unit), \(now))
            """
        ).refusing("standard_configurations_one_per_number", with: ConfigurationRefusal.numberTaken)
    }

    static func insert(
        _ version: ConfigurationRecord.Version, content: String, of id: ConfigurationID, in account: AccountID
    ) -> Query<Void> {
        Query(
            """
            INSERT INTO standard_configuration_versions
                (account_id, configuration_id, version, valid_from, valid_to, content, published_at, of_file)
            VALUES (\(account), \(id), \(version.number), \(version.content.validFrom), \(version.content.validTo), \(content),
                \(version.publishedAt), \(version.isOfFile))
            """)
    }

    static func save(_ record: ConfigurationRecord, in account: AccountID) -> Query<Void> {
        Query(
            """
            UPDATE standard_configurations SET revision = \(record.revision), ended_on = \(record.endedOn)
            WHERE account_id = \(account) AND id = \(record.id)
            """)
    }

    private static func configuration(_ row: inout Row) throws -> StandardConfiguration {
        StandardConfiguration(
            id: try row.next(), number: try row.next(), unit: try row.next(), version: try row.next(),
            content: try ConfigurationContent(canonical: row.next()))
    }

    private static func condition(_ key: ConfigurationKey) -> SQL {
        switch key {
        case .id(let id): "c.id = \(id)"
        case .number(let number): "c.number = \(number)"
        }
    }
}
