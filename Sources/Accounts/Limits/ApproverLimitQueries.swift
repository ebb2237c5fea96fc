import Kernel
package import Postgres

/// How much of one document people may approve, beside the statement that finds who may: what `AccountLimits.ceiling` says, for many at
/// once.
package enum ApproverLimitQueries {
    /// For a statement's row of a membership, on its `d.today`: what each of its person's places with a role that decides says, as
    /// `membership:own:amount:currency`, `membership:role:amount:currency`, or `membership:role` where there is no limit.
    package static func limits(of membership: SQL) -> SQL {
        """
        ARRAY(
            SELECT b.id || coalesce(':own:' || o.amount || ':' || o.currency, ':role' || coalesce(':' || l.amount || ':' || l.currency, ''))
            FROM memberships AS b
            CROSS JOIN unnest(b.roles) AS bg (role)
            LEFT JOIN roles AS br ON br.account_id = b.account_id AND br.key = bg.role
            LEFT JOIN spending_limits AS o
                ON o.account_id = b.account_id AND o.membership_id = b.id AND o.act = 'approve' AND o.period = 'each'
            LEFT JOIN spending_limits AS l
                ON l.account_id = b.account_id AND l.membership_id IS NULL AND l.role = bg.role AND l.act = 'approve' AND l.period = 'each'
            WHERE b.account_id = \(membership).account_id AND b.person_id = \(membership).person_id
                AND b.starts_on <= d.today AND (b.ends_on IS NULL OR b.ends_on >= d.today) AND br.disabled_at IS NULL
                AND (bg.role = ANY(\(builtIn)) OR br.permissions && ARRAY[
                    'decideApprovals:own', 'decideApprovals:unit', 'decideApprovals:account']))
        """
    }

    private static var builtIn: [String] {
        BuiltInRole.allCases.filter { $0.role.permissions[.decideApprovals] != nil }.map(\.rawValue)
    }
}

extension Row {
    /// The next column, as `limits` makes it; nothing in it is no limit.
    package mutating func approverLimit() throws -> Ceiling {
        let words = try next([String].self).map { $0.split(separator: ":") }
        guard !words.isEmpty else { return .unlimited }
        let places = Dictionary(grouping: words) { $0[0] }.values.map { rows in
            Ceiling.highest(
                rows.map { words in
                    guard words.count == 4, let amount = Currency(String(words[3])).flatMap({ Money(words[2], $0) }) else {
                        return words.count == 2 ? .unlimited : .nothing
                    }
                    return .upTo([amount.currency: amount.tenThousandths])
                })
        }
        return Ceiling.highest(places)
    }
}
