package import Accounts
package import Hummingbird
import Kernel
import Web

/// The contract catalog.
package struct CatalogRoutes: Sendable {
    private let read: ReadCatalog

    package init(read: ReadCatalog) {
        self.read = read
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("catalog", use: page)
        account.get("catalog/{sku}", use: product)
    }

    @Sendable private func page(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (filter, limit, cursor) = try request.query { query in
            (
                CatalogFilter(
                    text: query.optional("q", .string(1...100)), category: query.optional("category", .categoryPrefix),
                    manufacturer: query.optional("manufacturer", .string(1...Limits.nameCharacters))),
                query.limit, query.cursor(String.self)
            )
        }
        let found = try await read.page(filter, after: cursor, limit: limit, language: context.readingLanguage, by: context.caller)
        return try JSONResponse(Page(found, limit: limit, position: \.product.sku).map { try ProductRepresentation($0, whole: false) })
            .unlessSeen(by: request)
    }

    @Sendable private func product(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let sku = try context.pathParameter("sku")
        let found = try await read.prices([(sku, .one)], on: nil, language: context.readingLanguage, by: context.caller)
        guard let priced = found.first ?? nil else { throw CatalogRefusal.notFound("product in your catalog") }
        return try JSONResponse(ProductRepresentation(priced, whole: true)).unlessSeen(by: request)
    }
}

extension Reading where Value == String {
    /// A UNSPSC code, whole or its first pairs of digits.
    fileprivate static var categoryPrefix: Self {
        Reading<String>.string(2...8).converted(else: "", "notACategory", "Two, four, six or eight digits of a UNSPSC code.") { text in
            guard text.utf8.count % 2 == 0, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
                return nil
            }
            return ProductSelector.prefix(ofCategory: text)
        }
    }
}
