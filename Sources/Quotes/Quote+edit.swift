import Kernel

extension Quote {
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
