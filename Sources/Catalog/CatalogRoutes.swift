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

    @Sendable private func page(_ request: Request, _ context: AccountRequestContext) async throws -> Response {
        let (format, isWhole, unit, wish) = try request.query { query in
            let format = query.optional("format", .one(of: Format.self)) ?? .json
            let limit = format == .csv ? query.optional("limit", .integer(1...Limits.exportRows)) : query.limit
            let currency = query.optional("currency", .currency) ?? context.caller.currency
            return (
                format, limit == nil, query.optional("unit", .id()) as UnitID?,
                CatalogWish(query, limit: limit ?? 1, language: context.readingLanguage, currency: currency)
            )
        }
        if let after = wish.after, after.sort != wish.sort {
            throw WebRefusal.malformed([Fault("?cursor", "notACursor", "This is a cursor of a list in another order.")])
        }
        if isWhole {
            return PriceListRepresentation.response(try await read.all(wish, in: unit, by: context.caller), to: request)
        }
        let page = try await read.page(wish, in: unit, by: context.caller)
        guard format == .csv else {
            return try JSONResponse(CatalogPageRepresentation(page)).unlessSeen(by: request).response(from: request, context: context)
        }
        let next = try page.next.map { try Cursor.text($0) }
        let records = PriceListRepresentation.records(page.items, in: wish.currency ?? context.caller.currency)
        return JSONResponse.csv([PriceListRepresentation.header] + records, named: "price-list", next: next, of: request)
            .unlessSeen(by: request).response(from: request, context: context)
    }

    @Sendable private func product(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (unit, currency) = try request.query { ($0.optional("unit", .id()) as UnitID?, $0.optional("currency", .currency)) }
        let sku = try context.pathParameter("sku")
        let found = try await prices.page(of: sku, in: unit, currency: currency, language: context.readingLanguage, by: context.caller)
        guard let priced = found else { throw try await prices.absence(of: sku, in: unit, by: context.caller) }
        let path = "/v1/accounts/\(context.caller.account)/catalog/\(sku)"
        let inUnit = unit.map { "?unit=\($0)" } ?? ""
        let actions = ["price", "ladder", "compatible"].map { ActionLink($0, "GET", "\(path)/\($0)\(inUnit)") }
        return try JSONResponse(ProductRepresentation(priced, whole: true, actions: actions)).unlessSeen(by: request)
    }
}
