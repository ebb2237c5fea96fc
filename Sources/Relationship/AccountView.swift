package import Accounts
package import Approvals
package import Catalog
package import Ledger
package import Orders
package import Quotes

/// Everything about one account on one page: what the account team reads, as it stands at one moment.
package struct AccountView: Sendable {
    package let account: Account
    package let team: [TeamPerson]
    package let contracts: [Contract]
    /// Not yet ordered or ended, newest first, without lines.
    package let openQuotes: [Quote]
    /// The longest waiting first.
    package let openApprovals: [ApprovalPlanRow]
    /// Newest first, without lines.
    package let latestOrders: [Order]
    package let totals: [PurchaseTotal]
    /// Newest first.
    package let timeline: [Event]
}
