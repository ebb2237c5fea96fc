package import Catalog
import Kernel

/// What pricing needs: the unit's price list and the products asked for, those of the lines beside them among them where a rule counts
/// lines together.
package struct Pricing: Sendable {
    let list: PriceList
    let products: [String: Product]

    package init(list: PriceList, products: [Product]) {
        self.list = list
        self.products = Dictionary(products.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// For edits that price nothing.
    static func nothing(_ currency: Currency) -> Pricing {
        Pricing(list: PriceList(on: LocalDate(daysSince1970: 0), currency: currency, contracts: [], books: []), products: [])
    }

    /// Of a document with these lines.
    func volumes(_ lines: [LineRequest]) -> CumulativeVolumes {
        CumulativeVolumes(of: lines.compactMap { line in products[line.sku].map { ($0, line.quantity) } }, in: list)
    }

    /// The line at the price of the one price function, or what is wrong with it.
    func line(
        _ request: LineRequest, among volumes: CumulativeVolumes, position: Int, pointer: String
    ) throws -> Result<(QuoteLine, holdDays: Int), QuoteLineFault> {
        guard let product = products[request.sku] else { return .failure(.unknown(pointer)) }
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
}

/// What is wrong with one line. A product outside the assortment does not exist for this caller (rule 19), so it is simply unknown.
enum QuoteLineFault: Error {
    case unknown(String)
    case onRequest(String)
    case tooLarge(String)
    /// A thousandth of a piece costs nothing when it is rounded, and cannot be delivered.
    case notWhole(String)
    /// The contract's quantity rule for the product.
    case quantity(QuantityRule.Breach, String)

    var fault: Fault {
        switch self {
        case .unknown(let pointer): Fault(pointer + "/sku", "unknownProduct", "Your contract catalog has no such product.")
        case .onRequest(let pointer): Fault(pointer + "/sku", "priceOnRequest", "This product has no agreed price; ask for one.")
        case .tooLarge(let pointer): Fault(pointer + "/quantity", "tooLarge", "The line's total is too large.")
        case .notWhole(let pointer): Fault(pointer + "/quantity", "notAMultiple", "This product is sold in whole numbers only.")
        case .quantity(.belowMinimum(let least), let pointer):
            Fault(pointer + "/quantity", "belowMinimum", "Your contract sells at least \(least) of this product in a line.")
        case .quantity(.aboveMaximum(let most), let pointer):
            Fault(pointer + "/quantity", "aboveMaximum", "Your contract sells at most \(most) of this product in a line.")
        case .quantity(.notAMultiple(let step), let pointer):
            Fault(pointer + "/quantity", "notAMultiple", "Your contract sells this product in multiples of \(step).")
        }
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
            case .failure(let flaw): faults.append(flaw.fault)
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

extension QuoteLine {
    /// What it asks for.
    var request: LineRequest { LineRequest(sku: sku, quantity: quantity) }
}
