package import Accounts
import Approvals
import Catalog
package import Kernel
import Ledger
import Orders
package import Postgres
import Quotes

/// Reads the account view in one round trip, in one transaction: what the customer has just done is in it.
package struct ReadAccountView: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(by caller: Caller) async throws -> AccountView {
        _ = try caller.scope(of: .readAccountView)
        let account = caller.account
        let (profile, team, contracts, quotes, approvals, orders, totals, timeline) = try await database.read(
            caller.rowSecurity,
            AccountQueries.find(account),
            TeamQueries.ofAccount(account, at: world.now()),
            ContractQueries.all(account: account, scope: .account, above: [], at: world.now()),
            QuoteQueries.open(account: account, limit: AccountViewLimits.quotes),
            ApprovalQueries.waiting(account: account, for: nil, after: nil, limit: AccountViewLimits.approvals, at: world.now()),
            OrderQueries.page(account: account, scope: .account, filter: OrderFilter(), before: nil, limit: AccountViewLimits.orders),
            OrderQueries.totals(account: account),
            LedgerQueries.timeline(of: account.uuid, before: nil, kinds: nil, subject: nil, limit: AccountViewLimits.events))
        return AccountView(
            account: profile, team: team, contracts: contracts, openQuotes: quotes, openApprovals: approvals, latestOrders: orders,
            totals: totals, timeline: timeline)
    }
}

/// How much of each part stands on the page; the lists have the rest.
enum AccountViewLimits {
    static let quotes = 20
    static let approvals = 20
    static let orders = 20
    static let events = 30
}
