package import Accounts
package import Hummingbird
package import Kernel
import Web

/// What the account team reads: the portfolio and the account view.
package struct AccountViewRoutes: Sendable {
    private let readView: ReadAccountView
    private let readLedger: ReadLedger
    private let portfolio: ReadPortfolio
    private let world: World

    package init(readView: ReadAccountView, readLedger: ReadLedger, portfolio: ReadPortfolio, world: World) {
        self.readView = readView
        self.readLedger = readLedger
        self.portfolio = portfolio
        self.world = world
    }

    /// - Parameter account: the group of `/v1/crm/accounts/{account}`.
    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("view", use: view)
        account.get("timeline", use: timeline)
    }

    /// - Parameter crm: the group of `/v1/crm`.
    package func add(to crm: RouterGroup<SignedInContext>) {
        crm.get("accounts", use: accounts)
    }

    @Sendable private func view(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let view = try await readView(by: context.caller)
        return try JSONResponse(AccountViewRepresentation(view, context.caller, at: world.now())).unlessSeen(by: request)
    }

    @Sendable private func timeline(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        _ = try context.caller.scope(of: .readAccountView)
        return try await context.timeline(request, readLedger)
    }

    @Sendable private func accounts(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (text, limit, after) = try request.query { query in
            (query.optional("q", .string(1...100)), query.limit, query.cursor(PortfolioPosition.self))
        }
        let found = try await portfolio(matching: text, after: after, limit: limit, by: context.principal)
        return try JSONResponse(
            Page(found, limit: limit, position: PortfolioPosition.init).map(PortfolioRepresentation.init))
    }
}

struct PortfolioRepresentation: Encodable {
    let id: AccountID
    let name: String
    let functions: [TeamFunction]
    let access: TeamAccess
    let actions: [ActionLink]

    init(_ account: ServedAccount) {
        id = account.id
        name = account.name
        functions = account.functions
        access = account.access
        actions = [ActionLink("view", "GET", "/v1/crm/accounts/\(account.id)/view")]
    }
}
