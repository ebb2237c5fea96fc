package import Accounts
package import Hummingbird
import Kernel
import Web

/// The contract catalog.
package struct CatalogRoutes: Sendable {
    private let read: ReadCatalog
    private let prices: ReadPrices

    package init(read: ReadCatalog, prices: ReadPrices) {
        self.read = read
        self.prices = prices
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("catalog", use: page)
        account.get("catalog/{sku}", use: product)
    }

    @Sendable private func page(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let wish = try request.query { query in CatalogWish(query, language: context.readingLanguage, currency: context.caller.currency) }
        if let after = wish.after, after.sort != wish.sort {
            throw WebRefusal.malformed([Fault("?cursor", "notACursor", "This is a cursor of a list in another order.")])
        }
        let page = try await read.page(wish, by: context.caller)
        return try JSONResponse(CatalogPageRepresentation(page)).unlessSeen(by: request)
    }

    @Sendable private func product(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let sku = try context.pathParameter("sku")
        let found = try await prices([(sku, .one)], on: nil, language: context.readingLanguage, by: context.caller)
        guard let priced = found.first ?? nil else { throw CatalogRefusal.notFound("product in your catalog") }
        return try JSONResponse(ProductRepresentation(priced, whole: true)).unlessSeen(by: request)
    }
}
