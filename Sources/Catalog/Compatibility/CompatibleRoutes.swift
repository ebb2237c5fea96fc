package import Accounts
package import Hummingbird
import Kernel
import Web

/// What fits a product.
package struct CompatibleRoutes: Sendable {
    private let read: ReadCatalog

    package init(read: ReadCatalog) {
        self.read = read
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("catalog/{sku}/compatible", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (unit, wish) = try request.query { query in
            (
                query.optional("unit", .id()) as UnitID?,
                CompatibleWish(query, language: context.readingLanguage, for: context.caller)
            )
        }
        let sku = try context.pathParameter("sku")
        let found = try await read.compatible(with: .product(sku: sku), wish.checkedCursor(), in: unit, by: context.caller)
        return try JSONResponse(CompatiblePageRepresentation(found, language: context.readingLanguage)).unlessSeen(by: request)
    }
}
