import Accounts
import Approvals
import Catalog
import Exchange
import Orders
import Quotes
import Service
package import Web

extension ProblemCatalogue {
    /// What all rooms say.
    package static let product = web.withAccounts.withCatalog.withApprovals.withQuotes.withOrders.withService.withImports
}
