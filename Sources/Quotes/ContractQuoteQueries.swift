package import Catalog
import Kernel
import Persistence
import Postgres

/// What quotes keep of contracts: the lines of those that are not finished, which a new version may price otherwise.
package enum ContractQuoteQueries {
    package static let aspect = ContractAspect { account in
        """
        SELECT q.id AS quote_id, q.number, q.unit_id, q.currency, l.position, l.sku, l.quantity, l.unit_price,
            l.configuration, (l.receipt ->> 'on')::date AS priced_on
        FROM quotes AS q
        JOIN quote_lines AS l ON l.account_id = q.account_id AND l.quote_id = q.id
        WHERE q.account_id = \(account) AND q.state IN ('draft', 'requested', 'offered', 'submitted', 'approved')
        """
    }
}
