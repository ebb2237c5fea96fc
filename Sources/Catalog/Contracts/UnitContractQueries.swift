package import Accounts
import Kernel
import Persistence
import Postgres

/// What the catalog keeps of units: the contracts that were made for them.
package enum UnitContractQueries {
    /// Those of which a version is in force on the account's day, or will be, which says so. Of what is only a draft the customer knows
    /// nothing.
    package static let aspect = UnitAspect { account, units, now in
        """
        SELECT c.unit_id, 'contract', c.id,
            c.number || ' ' || c.name || CASE WHEN v.first_day > d.today THEN ', from ' || v.first_day ELSE '' END
        FROM accounts AS a
        CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
        JOIN contracts AS c ON c.account_id = a.id AND c.unit_id = ANY(\(units))
        CROSS JOIN LATERAL (
            SELECT min(v.valid_from) AS first_day
            FROM contract_versions AS v
            WHERE v.account_id = c.account_id AND v.contract_id = c.id AND (v.valid_to IS NULL OR v.valid_to >= d.today)
        ) AS v
        WHERE a.id = \(account) AND v.first_day IS NOT NULL AND (c.ended_on IS NULL OR c.ended_on >= greatest(d.today, v.first_day))
        """
    }
}
