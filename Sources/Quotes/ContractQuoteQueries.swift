package import Catalog
import Kernel
import Persistence
import Postgres

/// What quotes keep of contracts: those that are not finished and hold prices of one.
package enum ContractQuoteQueries {
    package static let aspect = ContractAspect { account, contract in
        """
        SELECT q.id, q.number
        FROM quotes AS q
        WHERE q.account_id = \(account) AND q.state IN ('draft', 'requested', 'offered', 'submitted', 'approved')
            AND EXISTS (
                SELECT FROM quote_lines AS l
                WHERE l.account_id = \(account) AND l.quote_id = q.id AND l.contract_id = \(contract)
            )
        """
    }
}
