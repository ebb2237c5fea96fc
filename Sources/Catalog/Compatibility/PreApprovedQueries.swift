package import Accounts
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// The lists of what is approved in advance.
package enum PreApprovedQueries {
    /// Those of some units, taken away ones too.
    package static func of(_ units: [UnitID], in account: AccountID) -> Query<[PreApprovedList]> {
        .all(
            """
            SELECT l.unit_id, l.entries::text, l.version
            FROM pre_approved_lists AS l
            WHERE l.account_id = \(account) AND l.unit_id = ANY(\(units))
            """, list)
    }

    /// The same of one unit, locked until the transaction ends.
    static func locked(_ unit: UnitID, in account: AccountID) -> Query<PreApprovedList?> {
        .optional(
            """
            SELECT l.unit_id, l.entries::text, l.version
            FROM pre_approved_lists AS l
            WHERE l.account_id = \(account) AND l.unit_id = \(unit)
            FOR NO KEY UPDATE
            """, list)
    }

    /// The constraint `pre_approved_lists_pkey` refuses the second of two who make a unit's first list at once.
    package static func insert(_ list: PreApprovedList, in account: AccountID, at now: Instant) throws -> Query<Void> {
        Query(
            """
            INSERT INTO pre_approved_lists (account_id, unit_id, entries, version, changed_at)
            VALUES (\(account), \(list.unit), \(try json(list.entries))::jsonb, \(list.version), \(now))
            """)
    }

    package static func save(_ list: PreApprovedList, in account: AccountID, at now: Instant) throws -> Query<Void> {
        Query(
            """
            UPDATE pre_approved_lists SET entries = \(try json(list.entries))::jsonb, version = \(list.version), changed_at = \(now)
            WHERE account_id = \(account) AND unit_id = \(list.unit)
            """)
    }

    private struct StoredEntry: Codable {
        let selector: String
        let from: LocalDate?
        let until: LocalDate?
        let note: String?
    }

    private static func json(_ entries: [PreApprovedList.Entry]?) throws -> String? {
        try entries.map { entries in
            let stored = entries.map { StoredEntry(selector: $0.selector.stored, from: $0.from, until: $0.until, note: $0.note) }
            return try stored.canonicalJSON()
        }
    }

    private static func list(_ row: inout Row) throws -> PreApprovedList {
        let unit = try row.next(UnitID.self)
        let stored = try row.next(String?.self).map { try JSONDecoder().decode([StoredEntry].self, from: Data($0.utf8)) }
        let entries = stored?.compactMap { entry in
            ProductSelector(stored: entry.selector).map {
                PreApprovedList.Entry($0, from: entry.from, until: entry.until, note: entry.note)
            }
        }
        return PreApprovedList(unit: unit, entries: entries, version: try row.next())
    }
}
