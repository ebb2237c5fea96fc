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

    private enum Format: String, CaseIterable { case json, csv }

    @Sendable private func page(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (format, unit, wish) = try request.query { query in
            let format = query.optional("format", .one(of: Format.self)) ?? .json
            let limit = format == .csv ? query.optional("limit", .integer(1...Limits.exportRows)) ?? Limits.exportRows : query.limit
            return (
                format, query.optional("unit", .id()) as UnitID?,
                CatalogWish(query, limit: limit, language: context.readingLanguage, currency: context.caller.currency)
            )
        }
        if let after = wish.after, after.sort != wish.sort {
            throw WebRefusal.malformed([Fault("?cursor", "notACursor", "This is a cursor of a list in another order.")])
        }
        let page = try await read.page(wish, in: unit, by: context.caller)
        if format == .csv {
            let next = try page.next.map { try Cursor.text($0) }
            let records = PriceListRepresentation.records(page, in: context.caller.currency)
            return JSONResponse.csv(records, named: "price-list", next: next, of: request).unlessSeen(by: request)
        }
        return try JSONResponse(CatalogPageRepresentation(page)).unlessSeen(by: request)
    }

    @Sendable private func product(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let unit = try request.query { $0.optional("unit", .id()) as UnitID? }
        let sku = try context.pathParameter("sku")
        let found = try await prices([(sku, .one)], in: unit, on: nil, language: context.readingLanguage, by: context.caller)
        let priced = try (found.first ?? .unknown).one()
        let path = "/v1/accounts/\(context.caller.account)/catalog/\(sku)"
        let inUnit = unit.map { "?unit=\($0)" } ?? ""
        let actions = ["price", "ladder", "compatible"].map { ActionLink($0, "GET", "\(path)/\($0)\(inUnit)") }
        return try JSONResponse(ProductRepresentation(priced, whole: true, actions: actions)).unlessSeen(by: request)
    }
}
