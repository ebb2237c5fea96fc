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
        let (quantity, day, unit, currency) = try request.query { query in
            (
                query.optional("quantity", .quantity()) ?? .one, query.optional("on", .date), query.optional("unit", .id()) as UnitID?,
                query.optional("currency", .currency)
            )
        }
        let sku = try context.pathParameter("sku")
        let found = try await read(
            [(sku, quantity)], in: unit, on: day, currency: currency, language: context.readingLanguage, by: context.caller)
        guard case .priced(let priced)? = found.first else {
            if case .tooLarge? = found.first { throw CatalogRefusal.tooLarge }
            throw try await read.absence(of: sku, in: unit, on: day, by: context.caller)
        }
        if let fault = priced.product.fault(with: quantity, "?quantity") { throw CatalogRefusal.notWhole([fault]) }
        return try JSONResponse(PriceRepresentation(priced, quantity: quantity))
    }

    @Sendable private func ladder(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (day, unit, currency) = try request.query {
            ($0.optional("on", .date), $0.optional("unit", .id()) as UnitID?, $0.optional("currency", .currency))
        }
        let sku = try context.pathParameter("sku")
        let found = try await read.ladder(
            of: sku, in: unit, on: day, currency: currency, language: context.readingLanguage, by: context.caller)
        guard let ladder = found else { throw try await read.absence(of: sku, in: unit, on: day, by: context.caller) }
        return try JSONResponse(PriceLadderRepresentation(ladder)).unlessSeen(by: request)
    }

    @Sendable private func difference(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (quantity, from, to, unit, currency) = try request.query { query in
            (
                query.optional("quantity", .quantity()) ?? .one, query.optional("from", .date), query.optional("to", .date),
                query.optional("unit", .id()) as UnitID?, query.optional("currency", .currency)
            )
        }
        let sku = try context.pathParameter("sku")
        let found = try await read.difference(
            of: sku, quantity, in: unit, from: from, to: to, currency: currency, language: context.readingLanguage, by: context.caller)
        guard let difference = found else { throw try await read.absence(of: sku, in: unit, on: to, by: context.caller) }
        return try JSONResponse(PriceDifferenceRepresentation(difference, sku: sku, quantity: quantity))
    }

    @Sendable private func prices(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (lines, day, unit, currency) = try await request.received().decode { fields in
            (
                fields.list("lines", 1...Limits.linesPerDocument) { (sku: $0.string("sku", 1...100), quantity: $0.quantity("quantity")) },
                fields.optionalDate("on"), fields.optionalID("unit") as UnitID?, fields.optional("currency", .currency)
            )
        }
        let found = try await read(
            lines, in: unit, at: "/unit", on: day, currency: currency, language: context.readingLanguage, by: context.caller)
        var (unknown, parts, large): ([Fault], [Fault], [Fault]) = ([], [], [])
        var items: [PriceRepresentation] = []
        for (index, (priced, line)) in zip(found, lines).enumerated() {
            switch priced {
            case .priced(let priced):
                if let fault = priced.product.fault(with: line.quantity, "/lines/\(index)/quantity") {
                    parts.append(fault)
                } else {
                    items.append(try PriceRepresentation(priced, quantity: line.quantity))
                }
            case .unknown:
                unknown.append(Fault("/lines/\(index)/sku", "unknownProduct", "Your contract catalog has no such product."))
            case .tooLarge: large.append(Fault("/lines/\(index)/quantity", "tooLarge", "The total is too large."))
            }
        }
        var refusals = InputRefusals()
        if !unknown.isEmpty {
            let missing = zip(found, lines).filter { $0.0 == .unknown }.map(\.1.sku)
            let successors = try await read.successors(of: missing, in: unit, at: "/unit", on: day, by: context.caller)
            try refusals.gather { throw CatalogRefusal.unknownProducts(unknown, successors: successors) }
        }
        if !parts.isEmpty { try refusals.gather { throw CatalogRefusal.notWhole(parts) } }
        if !large.isEmpty { try refusals.gather { throw CatalogRefusal.linesTooLarge(large) } }
        try refusals.finish()
        return try PricesRepresentation.answer(items)
    }
}
