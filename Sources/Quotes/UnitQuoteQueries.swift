package import Accounts
import Kernel
import Persistence
import Postgres

/// What quotes keep of units: those that are not finished.
package enum UnitQuoteQueries {
    package static let aspect = UnitAspect(
        openWork: { account, units in
            """
            SELECT 'quotes', count(*)
            FROM quotes AS q
            WHERE q.account_id = \(account) AND q.unit_id = ANY(\(units))
                AND q.state IN ('draft', 'requested', 'offered', 'submitted', 'approved')
            """
        })
}
