package import Accounts
package import Hummingbird
import Kernel
import Web

/// What a product costs: with its receipt, at every quantity, or several together.
package struct PriceRoutes: Sendable {
    private let read: ReadPrices

    package init(read: ReadPrices) {
        self.read = read
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("catalog/{sku}/price", use: price)
        account.get("catalog/{sku}/ladder", use: ladder)
        account.get("catalog/{sku}/why-changed", use: difference)
        account.post("prices", use: prices)
    }

    @Sendable private func price(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (quantity, day, unit) = try request.query { query in
            (query.optional("quantity", .quantity()) ?? .one, query.optional("on", .date), query.optional("unit", .id()) as UnitID?)
        }
        let sku = try context.pathParameter("sku")
        let found = try await read([(sku, quantity)], in: unit, on: day, language: context.readingLanguage, by: context.caller)
        guard let priced = found.first ?? nil else { throw CatalogRefusal.notFound("product in your catalog") }
        if let fault = priced.product.fault(with: quantity, "?quantity") { throw CatalogRefusal.notWhole([fault]) }
        return try JSONResponse(PriceRepresentation(priced, quantity: quantity))
    }

    @Sendable private func ladder(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (day, unit) = try request.query { ($0.optional("on", .date), $0.optional("unit", .id()) as UnitID?) }
        let sku = try context.pathParameter("sku")
        let found = try await read.ladder(of: sku, in: unit, on: day, language: context.readingLanguage, by: context.caller)
        guard let ladder = found else { throw CatalogRefusal.notFound("product in your catalog") }
        return try JSONResponse(PriceLadderRepresentation(ladder)).unlessSeen(by: request)
    }

    @Sendable private func difference(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (quantity, from, to, unit) = try request.query { query in
            (
                query.optional("quantity", .quantity()) ?? .one, query.optional("from", .date), query.optional("to", .date),
                query.optional("unit", .id()) as UnitID?
            )
        }
        let sku = try context.pathParameter("sku")
        let found = try await read.difference(
            of: sku, quantity, in: unit, from: from, to: to, language: context.readingLanguage, by: context.caller)
        guard let difference = found else { throw CatalogRefusal.notFound("product in your catalog") }
        return try JSONResponse(PriceDifferenceRepresentation(difference, sku: sku, quantity: quantity))
    }

    @Sendable private func prices(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (lines, day, unit) = try await request.received().decode { fields in
            (
                fields.list("lines", 1...Limits.linesPerDocument) { (sku: $0.string("sku", 1...100), quantity: $0.quantity("quantity")) },
                fields.optionalDate("on"), fields.optionalID("unit") as UnitID?
            )
        }
        let found = try await read(lines, in: unit, at: "/unit", on: day, language: context.readingLanguage, by: context.caller)
        let unknown = found.indices.filter { found[$0] == nil }.map {
            Fault("/lines/\($0)/sku", "unknownProduct", "Your contract catalog has no such product.")
        }
        let parts = zip(found, lines).enumerated().compactMap { index, line in
            line.0?.product.fault(with: line.1.quantity, "/lines/\(index)/quantity")
        }
        var refusals = InputRefusals()
        if !unknown.isEmpty { try refusals.gather { throw CatalogRefusal.unknownProducts(unknown) } }
        if !parts.isEmpty { try refusals.gather { throw CatalogRefusal.notWhole(parts) } }
        try refusals.finish()
        let items = try zip(found, lines).compactMap { priced, line in
            try priced.map { try PriceRepresentation($0, quantity: line.quantity) }
        }
        return try JSONResponse(Page(items: items, next: nil))
    }
}
