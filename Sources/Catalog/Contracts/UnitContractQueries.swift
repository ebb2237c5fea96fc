package import Accounts
import Kernel
import Persistence
import Postgres

/// What the catalog keeps of units: the contracts that were made for them.
package enum UnitContractQueries {
    /// Those of which a version is in force on the account's day.
    package static let aspect = UnitAspect { account, units, now in
        """
        SELECT c.unit_id, 'contract', c.id, c.number || ' ' || c.name
        FROM accounts AS a
        CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
        JOIN contracts AS c ON c.account_id = a.id AND c.unit_id = ANY(\(units))
        WHERE a.id = \(account) AND (c.ended_on IS NULL OR c.ended_on >= d.today) AND EXISTS (
            SELECT
            FROM contract_versions AS v
            WHERE v.account_id = c.account_id AND v.contract_id = c.id AND v.valid_from <= d.today
                AND (v.valid_to IS NULL OR v.valid_to >= d.today))
        """
    }
}
