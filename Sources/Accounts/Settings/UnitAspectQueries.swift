package import Kernel
package import Postgres

/// What a later room keeps of units: rooms look back, so the room of the units is told where to look for what holds in them.
package struct UnitAspect: Sendable {
    /// A SELECT of `unit_id` (NULL: the account), `setting` (a `UnitSetting.Name`), `id`, `label`, for these units and the account: what
    /// holds there now.
    package let settings: @Sendable (AccountID, [UnitID], Instant) -> SQL?
    /// A SELECT of `kind` and `count`: what is open there and would be left standing.
    package let openWork: @Sendable (AccountID, [UnitID]) -> SQL?

    package init(
        settings: @escaping @Sendable (AccountID, [UnitID], Instant) -> SQL? = { _, _, _ in nil },
        openWork: @escaping @Sendable (AccountID, [UnitID]) -> SQL? = { _, _ in nil }
    ) {
        self.settings = settings
        self.openWork = openWork
    }
}

enum UnitAspectQueries {
    /// All settings that these units and the account have themselves, whoever keeps them, in one statement.
    static func settings(
        of units: [UnitID], account: AccountID, aspects: [UnitAspect], at now: Instant
    ) -> Query<[UnitSetting]> {
        let others = aspects.compactMap { $0.settings(account, units, now) }
        let all = others.reduce(own(units, account)) { "\($0) UNION ALL \($1)" }
        return Query("SELECT s.unit_id, s.setting, s.id, s.label FROM (\(all)) AS s ORDER BY s.label, s.id") { rows in
            try rows.map { row in
                let (unit, word) = (try row.next(UnitID?.self), try row.next(String.self))
                guard let name = UnitSetting.Name(rawValue: word) else { throw UnknownWord(word: word) }
                return UnitSetting(name: name, id: try row.next(), label: try row.next(), from: unit)
            }
        }
    }

    /// How much of each kind is open in these units.
    static func openWork(in units: [UnitID], account: AccountID, aspects: [UnitAspect], at now: Instant) -> Query<[OpenWork]> {
        let others = aspects.compactMap { $0.openWork(account, units) }
        let all = others.reduce(members(in: units, account, now)) { "\($0) UNION ALL \($1)" }
        return .all("SELECT w.kind, w.count FROM (\(all)) AS w ORDER BY w.kind") { row in
            OpenWork(kind: try row.next(), count: try row.next())
        }
    }

    private static func own(_ units: [UnitID], _ account: AccountID) -> SQL {
        """
        SELECT NULL::uuid AS unit_id, 'language' AS setting, NULL::uuid AS id, a.language AS label
        FROM accounts AS a
        WHERE a.id = \(account)
        UNION ALL
        SELECT u.id, 'language', NULL, u.language
        FROM units AS u
        WHERE u.account_id = \(account) AND u.id = ANY(\(units)) AND u.language IS NOT NULL
        UNION ALL
        SELECT d.unit_id, e.use, d.id, d.name || ', ' || d.city
        FROM addresses AS d
        CROSS JOIN unnest(d.uses) AS e (use)
        WHERE d.account_id = \(account) AND d.unit_id = ANY(\(units)) AND d.disabled_at IS NULL
        UNION ALL
        SELECT c.unit_id, 'costCentre', c.id, c.code || ' ' || c.name
        FROM cost_centres AS c
        WHERE c.account_id = \(account) AND c.unit_id = ANY(\(units)) AND c.disabled_at IS NULL
        """
    }

    private static func members(in units: [UnitID], _ account: AccountID, _ now: Instant) -> SQL {
        """
        SELECT 'members' AS kind, count(*) AS count
        FROM memberships AS m
        JOIN accounts AS a ON a.id = m.account_id
        WHERE m.account_id = \(account) AND m.unit_id = ANY(\(units))
            AND (m.ends_on IS NULL OR m.ends_on >= (\(now)::timestamptz AT TIME ZONE a.time_zone)::date)
        """
    }
}

/// So many of a kind are open: members in force, quotes, approvals.
package struct OpenWork: Sendable, Equatable {
    package let kind: String
    package let count: Int
}
