import Kernel

/// One line of an order history: so much of something, at a price, on an invoice or on a credit of a customer.
struct HistoryLine: Sendable, Equatable {
    let line: Int
    let customer: String
    let country: String
    /// The number of the invoice, or of the credit with its `C`.
    let document: String
    let isReturn: Bool
    let sku: String
    /// Empty where the line has no description.
    let name: String
    /// Positive, for returns too.
    let quantity: Quantity
    let unitPrice: Money
    /// The wall clock of the file's time zone, which it does not name.
    let placedAt: WallTime

    /// Rounded once, half away from zero (product.md rule 1). `init(record:)` has seen to it that it is in range.
    var total: Money { (try? unitPrice.times(quantity)) ?? .zero(unitPrice.currency) }

    /// A product of the catalog: five digits and at most two letters. Everything else (POST, M, BANK CHARGES, …) is a charge: it is part of
    /// what the customer paid, and nothing to order again.
    var isProduct: Bool { Self.isProduct(sku) }

    static func isProduct(_ sku: String) -> Bool {
        let code = Array(sku.utf8)
        return (5...7).contains(code.count)
            && code[..<5].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && code[5...].allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
}

/// A day and a time of day as a clock on the wall shows them, kept as though the clock were in UTC.
struct WallTime: Sendable, Hashable, Comparable {
    let asUTC: Instant

    static func < (left: Self, right: Self) -> Bool { left.asUTC < right.asUTC }
}
