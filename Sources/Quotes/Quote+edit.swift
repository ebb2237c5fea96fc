package import Catalog
package import Kernel

/// A line as a buyer asks for it.
package struct LineRequest: Sendable, Equatable {
    package let sku: String
    package let quantity: Quantity

    package init(sku: String, quantity: Quantity) {
        self.sku = sku
        self.quantity = quantity
    }
}

/// What pricing needs: the unit's price list and the products asked for.
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

    /// The line at the price of the one price function, or what is wrong with it.
    func line(_ request: LineRequest, position: Int, pointer: String) throws -> Result<(QuoteLine, holdDays: Int), QuoteLineFault> {
        guard let product = products[request.sku] else { return .failure(.unknown(pointer)) }
        guard request.quantity.isWhole || !product.isCounted else { return .failure(.notWhole(pointer)) }
        do {
            switch try list.price(of: product, quantity: request.quantity) {
            case .notInAssortment: return .failure(.unknown(pointer))
            case .onRequest: return .failure(.onRequest(pointer))
            case .price(let price):
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

    var fault: Fault {
        switch self {
        case .unknown(let pointer): Fault(pointer + "/sku", "unknownProduct", "Your contract catalog has no such product.")
        case .onRequest(let pointer): Fault(pointer + "/sku", "priceOnRequest", "This product has no agreed price; ask for one.")
        case .tooLarge(let pointer): Fault(pointer + "/quantity", "tooLarge", "The line's total is too large.")
        case .notWhole(let pointer): Fault(pointer + "/quantity", "notAMultiple", "This product is sold in whole numbers only.")
        }
    }
}

extension Quote {
    /// The requests as priced lines, numbered from `first`; every fault of every line at once.
    /// - Returns: the lines, and the shortest price hold among their contracts in days.
    static func priced(
        _ requests: [(pointer: String, request: LineRequest)], from first: Int, _ pricing: Pricing
    ) throws -> (lines: [QuoteLine], holdDays: Int?) {
        var faults: [Fault] = []
        var lines: [QuoteLine] = []
        var holdDays: Int?
        for (offset, entry) in requests.enumerated() {
            switch try pricing.line(entry.request, position: first + offset, pointer: entry.pointer) {
            case .failure(let flaw): faults.append(flaw.fault)
            case .success(let (line, days)):
                lines.append(line)
                holdDays = min(holdDays ?? days, days)
            }
        }
        guard faults.isEmpty else { throw QuoteRefusal.lines(faults) }
        return (lines, holdDays)
    }

    /// Puts lines in place of all there were.
    mutating func replaceLines(_ priced: (lines: [QuoteLine], holdDays: Int?), at now: Instant) throws {
        try setLines(priced.lines)
        priceHoldUntil = priced.holdDays.map { now + .seconds($0 * 86_400) }
    }

    /// Adds or replaces single lines. What they hold for shortens the quote's hold, never lengthens it.
    mutating func putLines(_ priced: (lines: [QuoteLine], holdDays: Int?), at now: Instant) throws {
        let positions = Set(priced.lines.map(\.position))
        try setLines((lines.filter { !positions.contains($0.position) } + priced.lines).sorted { $0.position < $1.position })
        if let days = priced.holdDays {
            let until = now + .seconds(days * 86_400)
            priceHoldUntil = min(priceHoldUntil ?? until, until)
        }
    }

    mutating func removeLine(_ position: Int) throws {
        guard lines.contains(where: { $0.position == position }) else { throw QuoteRefusal.noLine(position) }
        try setLines(lines.filter { $0.position != position })
        if lines.isEmpty { priceHoldUntil = nil }
    }

    private mutating func setLines(_ new: [QuoteLine]) throws {
        guard new.count <= Limits.linesPerDocument else { throw QuoteRefusal.tooManyLines }
        total = try Quote.total(of: new, currency)
        lines = new
    }

    /// The sum of the rounded lines (rule 1).
    static func total(of lines: [QuoteLine], _ currency: Currency) throws -> Money {
        do {
            return try lines.reduce(.zero(currency)) { try $0.adding($1.lineTotal) }
        } catch MoneyError.outOfRange {
            throw QuoteRefusal.totalTooLarge
        }
    }
}
