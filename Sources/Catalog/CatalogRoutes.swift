package import Accounts
package import Hummingbird
import Kernel
import Web

/// The contract catalog, prices with their receipts, and the contracts.
package struct CatalogRoutes: Sendable {
    private let read: ReadCatalog

    package init(read: ReadCatalog) {
        self.read = read
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("catalog", use: page)
        account.get("catalog/{sku}", use: product)
        account.get("catalog/{sku}/price", use: price)
        account.post("prices", use: prices)
        account.get("contracts", use: contracts)
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
        let found = try await read.prices([(sku, .one)], in: unit, on: nil, language: context.readingLanguage, by: context.caller)
        guard let priced = found.first ?? nil else { throw CatalogRefusal.notFound("product in your catalog") }
        return try JSONResponse(ProductRepresentation(priced, whole: true)).unlessSeen(by: request)
    }

    @Sendable private func price(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (quantity, day, unit) = try request.query { query in
            (query.optional("quantity", .quantity()) ?? .one, query.optional("on", .date), query.optional("unit", .id()) as UnitID?)
        }
        let sku = try context.pathParameter("sku")
        let found = try await read.prices(
            [(sku, quantity)], in: unit, on: day, language: context.readingLanguage, by: context.caller)
        guard let priced = found.first ?? nil else { throw CatalogRefusal.notFound("product in your catalog") }
        return try JSONResponse(PriceRepresentation(priced, quantity: quantity))
    }

    @Sendable private func prices(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (lines, unit) = try await request.received().decode { fields in
            (
                fields.list("lines", 1...Limits.linesPerDocument) { (sku: $0.string("sku", 1...100), quantity: $0.quantity("quantity")) },
                fields.optionalID("unit") as UnitID?
            )
        }
        let found = try await read.prices(
            lines, in: unit, at: "/unit", on: nil, language: context.readingLanguage, by: context.caller)
        let faults = found.enumerated().filter { $0.element == nil }.map { index, _ in
            Fault("/lines/\(index)/sku", "unknownProduct", "Your contract catalog has no such product.")
        }
        guard faults.isEmpty else { throw CatalogRefusal.unknownProducts(faults) }
        let items = try zip(found, lines).compactMap { priced, line in
            try priced.map { try PriceRepresentation($0, quantity: line.quantity) }
        }
        return try JSONResponse(Page(items: items, next: nil))
    }

    @Sendable private func contracts(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read.contracts(by: context.caller)
        return try JSONResponse(Page(items: found, next: nil).map(ContractRepresentation.init))
    }
}
