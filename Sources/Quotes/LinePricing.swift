package import Catalog
import Kernel

/// What pricing needs: the unit's price list and the products asked for, those of the lines beside them among them where a rule counts
/// lines together.
package struct Pricing: Sendable {
    let list: PriceList
    let products: [String: Product]
    /// Those in force for the quote's unit, by their ids and by their numbers.
    let configurations: [ConfigurationKey: StandardConfiguration]

    package init(list: PriceList, products: [Product], configurations: [StandardConfiguration] = []) {
        self.list = list
        self.products = Dictionary(products.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
        self.configurations = Dictionary(
            configurations.flatMap { [(.id($0.id), $0), (.number($0.number), $0)] }, uniquingKeysWith: { first, _ in first })
    }

    /// For edits that price nothing.
    static func nothing(_ currency: Currency) -> Pricing {
        Pricing(list: PriceList(on: LocalDate(daysSince1970: 0), currency: currency, contracts: [], books: []), products: [])
    }

    /// Of a document with these lines.
    func volumes(_ lines: [LineRequest]) -> CumulativeVolumes {
        guard list.hasCumulativeRules else { return CumulativeVolumes(of: [], in: list) }
        return CumulativeVolumes(of: lines.flatMap(demand), in: list)
    }

    /// What a line asks for of each product; nothing while something is wrong with it.
    private func demand(_ request: LineRequest) -> [(product: Product, quantity: Quantity)] {
        switch request.item {
        case .product(let sku): products[sku].map { [($0, request.quantity)] } ?? []
        case .configuration(let key, let selection):
            if let configuration = configurations[key], case .success(let set) = set(configuration, selection, pointer: "") {
                (try? set.demand(request.quantity)) ?? []
            } else {
                []
            }
        }
    }

    /// The line at the price of the one price function, or what is wrong with it.
    func line(
        _ request: LineRequest, among volumes: CumulativeVolumes, position: Int, pointer: String
    ) throws -> Result<(QuoteLine, holdDays: Int), QuoteLineFault> {
        switch request.item {
        case .product(let sku): try product(sku, request, among: volumes, position: position, pointer: pointer)
        case .configuration(let key, let selection):
            try configured(key, selection, request, among: volumes, position: position, pointer: pointer)
        }
    }

    private func product(
        _ sku: String, _ request: LineRequest, among volumes: CumulativeVolumes, position: Int, pointer: String
    ) throws -> Result<(QuoteLine, holdDays: Int), QuoteLineFault> {
        guard let product = products[sku] else { return .failure(.unknown(pointer)) }
        guard request.quantity.isWhole || !product.isCounted else { return .failure(.notWhole(pointer)) }
        do {
            switch try list.price(of: product, quantity: request.quantity, among: volumes) {
            case .notInAssortment: return .failure(.unknown(pointer))
            case .onRequest: return .failure(.onRequest(pointer))
            case .price(let price):
                if let breach = price.quantityRule?.breach(by: request.quantity) { return .failure(.quantity(breach, pointer)) }
                let line = try QuoteLine(position: position, product: product, quantity: request.quantity, price: price)
                return .success((line, price.contract.priceHoldDays))
            }
        } catch is AmountOutOfRange {
            return .failure(.tooLarge(pointer))
        }
    }

    private func configured(
        _ key: ConfigurationKey, _ selection: ConfigurationSelection, _ request: LineRequest, among volumes: CumulativeVolumes,
        position: Int, pointer: String
    ) throws -> Result<(QuoteLine, holdDays: Int), QuoteLineFault> {
        guard let configuration = configurations[key] else { return .failure(.unknownConfiguration(pointer)) }
        let set: ConfiguredSet
        switch self.set(configuration, selection, pointer: pointer) {
        case .failure(let flaw): return .failure(flaw)
        case .success(let found): set = found
        }
        guard request.quantity.isWhole else { return .failure(.notWhole(pointer)) }
        do {
            switch try list.price(of: set, sets: request.quantity, among: volumes) {
            case .onRequest(let parts): return .failure(.partsOnRequest(parts.map(\.product.sku), pointer))
            case .price(let price):
                if let breach = price.quantityRule?.breach(by: request.quantity) { return .failure(.quantity(breach, pointer)) }
                return .success((try QuoteLine(position: position, price: price), price.holdDays))
            }
        } catch is AmountOutOfRange {
            return .failure(.tooLarge(pointer))
        }
    }

    /// The configuration with what is chosen of it, or all that is wrong with that.
    private func set(
        _ configuration: StandardConfiguration, _ selection: ConfigurationSelection, pointer: String
    ) -> Result<ConfiguredSet, QuoteLineFault> {
        guard let base = products[configuration.content.base], list.holds(base) else { return .failure(.notAvailable(pointer)) }
        let check = list.check(selection, of: configuration, products: products)
        guard check.violations.isEmpty, let set = ConfiguredSet(configuration, check.parts, products: products) else {
            // What a line has already does not stand in the body.
            return .failure(.selection(check.violations, pointer + (selection.isWhole ? "/configuration/parts" : "/selection")))
        }
        return .success(set)
    }
}

extension Quote {
    /// The requests as priced lines, numbered from `first`; every fault of every line at once.
    /// - Parameter beside: the lines that stay in the document.
    /// - Returns: the lines, and the shortest price hold among their contracts in days.
    static func priced(
        _ requests: [(pointer: String, request: LineRequest)], from first: Int, beside others: [QuoteLine] = [], _ pricing: Pricing
    ) throws -> (lines: [QuoteLine], holdDays: Int?) {
        let volumes = pricing.volumes(requests.map(\.request) + others.map(\.request))
        var faults: [Fault] = []
        var lines: [QuoteLine] = []
        var holdDays: Int?
        for (offset, entry) in requests.enumerated() {
            switch try pricing.line(entry.request, among: volumes, position: first + offset, pointer: entry.pointer) {
            case .failure(let flaw): faults += flaw.faults
            case .success(let (line, days)):
                lines.append(line)
                holdDays = min(holdDays ?? days, days)
            }
        }
        guard faults.isEmpty else { throw QuoteRefusal.lines(faults) }
        return (lines, holdDays)
    }

    /// The lines that stay as they are but cost something else because of what was put in, changed or taken out beside them: those of a
    /// rule that counts lines together. Whatever else has changed about prices since leaves a held line alone (rule 6): only a line that
    /// today costs something else with the edit than without it is taken at today's price.
    func linesMoved(from before: [QuoteLine], _ pricing: Pricing) throws -> (lines: [QuoteLine], holdDays: Int?) {
        guard pricing.list.hasCumulativeRules else { return ([], nil) }
        let (then, now) = (pricing.volumes(before.map(\.request)), pricing.volumes(lines.map(\.request)))
        guard then != now else { return ([], nil) }
        var moved: (lines: [QuoteLine], holdDays: Int?) = ([], nil)
        for line in lines where before.contains(line) {
            guard case .success(let (without, _)) = try pricing.line(line.request, among: then, position: line.position, pointer: ""),
                case .success(let (with, days)) = try pricing.line(line.request, among: now, position: line.position, pointer: ""),
                with.receipt != without.receipt, with.unitPrice != without.unitPrice || with.unitPrice == line.unitPrice
            else { continue }
            moved.lines.append(with)
            moved.holdDays = min(moved.holdDays ?? days, days)
        }
        return moved
    }
}
