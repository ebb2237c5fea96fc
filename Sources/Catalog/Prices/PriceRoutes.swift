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
            [LineRequest(sku: sku, quantity: quantity)], in: unit, on: day, currency: currency, language: context.readingLanguage,
            by: context.caller)
        guard case .priced(let priced)? = found.first else {
            if case .refused(.tooLarge)? = found.first { throw CatalogRefusal.tooLarge }
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
                fields.required("lines", .lines), fields.optionalDate("on"), fields.optionalID("unit") as UnitID?,
                fields.optional("currency", .currency)
            )
        }
        let found = try await read(
            lines, in: unit, at: "/unit", on: day, currency: currency, language: context.readingLanguage, by: context.caller)
        var flaws = LineFlaws()
        var items: [PricedLineRepresentation] = []
        for (index, (priced, line)) in zip(found, lines).enumerated() {
            switch priced {
            case .priced(let priced):
                if let fault = priced.product.fault(with: line.quantity, "/lines/\(index)/quantity") {
                    flaws.parts.append(fault)
                } else {
                    items.append(.product(try PriceRepresentation(priced, quantity: line.quantity)))
                }
            case .configured(let priced): items.append(.configuration(try ConfigurationPriceRepresentation(priced)))
            case .refused(let flaw): flaws.add(flaw, at: "/lines/\(index)")
            }
        }
        let missing = zip(found, lines).filter { $0.0 == .refused(.unknown) }.compactMap(\.1.sku)
        let successors =
            missing.isEmpty ? [:] : try await read.successors(of: missing, in: unit, at: "/unit", on: day, by: context.caller)
        try flaws.refuse(successors: successors)
        return try PricesRepresentation.answer(items)
    }
}

/// All that keeps lines from having prices, by what refuses them.
private struct LineFlaws {
    var parts: [Fault] = []
    private var unknown: [Fault] = []
    private var configurations: [Fault] = []
    private var selections: [Fault] = []
    private var large: [Fault] = []

    mutating func add(_ flaw: LineFlaw, at pointer: String) {
        switch flaw {
        case .unknown: unknown.append(Fault(pointer + "/sku", "unknownProduct", "Your contract catalog has no such product."))
        case .tooLarge: large.append(Fault(pointer + "/quantity", "tooLarge", "The total is too large."))
        case .unknownConfiguration:
            configurations.append(
                Fault(pointer + "/configuration", "unknownConfiguration", "No such configuration is in force for you."))
        case .notAvailable:
            configurations.append(
                Fault(pointer + "/configuration", "notAvailable", "Your contract catalog does not hold what this is built on."))
        case .selection(let violations, let isWhole):
            selections += violations.map { $0.fault(at: pointer + "/selection") }
            guard !isWhole else { return }
            selections.append(
                Fault(pointer + "/quantity", "notAMultiple", "A configured product is sold in whole numbers only."))
        }
    }

    /// - Throws: a refusal of each kind that there is.
    func refuse(successors: [String: String]) throws {
        var refusals = InputRefusals()
        if !unknown.isEmpty { try refusals.gather { throw CatalogRefusal.unknownProducts(unknown, successors: successors) } }
        if !configurations.isEmpty { try refusals.gather { throw ConfigurationRefusal.unknown(configurations) } }
        if !selections.isEmpty { try refusals.gather { throw ConfigurationRefusal.selection(selections) } }
        if !parts.isEmpty { try refusals.gather { throw CatalogRefusal.notWhole(parts) } }
        if !large.isEmpty { try refusals.gather { throw CatalogRefusal.linesTooLarge(large) } }
        try refusals.finish()
    }
}
