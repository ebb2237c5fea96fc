package import Accounts
import Kernel
import Persistence
import Postgres

/// What the catalog keeps of units: the contracts that were made for them.
package enum UnitContractQueries {
    package static let aspect = UnitAspect { account, units in
        """
        SELECT c.unit_id, 'contract', c.id, c.number || ' ' || c.name
        FROM contracts AS c
        WHERE c.account_id = \(account) AND c.unit_id = ANY(\(units))
        """
    }
}
