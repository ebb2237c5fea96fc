import Kernel

/// One customer's lines, put together again to orders and returns.
struct CustomerHistory: Sendable {
    /// An invoice or a credit.
    struct Document: Sendable {
        let externalID: String
        /// The earliest of its lines' times: some invoices were closed a minute after they were begun.
        let placedAt: Instant
        let lines: [HistoryLine]
        let total: Money
    }

    /// A line and when it was placed, in the time zone of the file.
    typealias Placed = (line: HistoryLine, at: Instant)

    let customer: String
    let country: String
    let currency: Currency
    /// Oldest first.
    let orders: [Document]
    let returns: [Document]
    /// The order lines, oldest first: what a contract is proposed from.
    let purchases: [HistoryLine]
    /// The day of the last order.
    let lastOrderOn: LocalDate?

    /// `lines` oldest first. The lines of a document need not stand together.
    /// - Throws: `MoneyError` where a total is out of range.
    init(_ customer: String, _ lines: [Placed], currency: Currency) throws {
        self.customer = customer
        self.currency = currency
        country = lines.last?.line.country ?? ""
        purchases = lines.lazy.map(\.line).filter { !$0.isReturn }
        lastOrderOn = purchases.last?.placedAt.day
        var numbers: [String] = []
        var byNumber: [String: [Placed]] = [:]
        for line in lines {
            if byNumber[line.line.document] == nil { numbers.append(line.line.document) }
            byNumber[line.line.document, default: []].append(line)
        }
        var orders: [Document] = []
        var returns: [Document] = []
        for number in numbers {
            guard let lines = byNumber[number], let first = lines.first else { continue }
            var total = Money.zero(currency)
            for line in lines { total = try total.adding(line.line.total) }
            let document = Document(externalID: number, placedAt: first.at, lines: lines.map(\.line), total: total)
            if first.line.isReturn { returns.append(document) } else { orders.append(document) }
        }
        self.orders = orders
        self.returns = returns
    }

    var accountName: String { country.isEmpty ? "Customer \(customer)" : "Customer \(customer) (\(country))" }
}

extension WallTime {
    var day: LocalDate {
        let microseconds = asUTC.microseconds
        let days = microseconds / 86_400_000_000
        return LocalDate(daysSince1970: Int(microseconds % 86_400_000_000 < 0 ? days - 1 : days))
    }
}
