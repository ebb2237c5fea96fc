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

    @Sendable private func page(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (filter, unit, limit, cursor) = try request.query { query in
            (
                CatalogFilter(
                    text: query.optional("q", .string(1...100)), category: query.optional("category", .categoryPrefix),
                    manufacturer: query.optional("manufacturer", .string(1...Limits.nameCharacters))),
                query.optional("unit", .id()) as UnitID?, query.limit, query.cursor(String.self)
            )
        }
        let found = try await read.page(
            filter, in: unit, after: cursor, limit: limit, language: context.readingLanguage, by: context.caller)
        return try JSONResponse(Page(found, limit: limit, position: \.product.sku).map { try ProductRepresentation($0, whole: false) })
            .unlessSeen(by: request)
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
