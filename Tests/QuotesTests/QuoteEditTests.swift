import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Quotes

@Suite struct QuoteEditTests {
    private let euro = Currency("EUR")!

    private func lines(_ positions: [Int], _ random: inout SeededRandom) -> [QuoteLine] {
        positions.map { .sample($0, total: Money(tenThousandths: .random(in: 0...10_000_000, using: &random) * 100, euro)) }
    }

    @Test func `whatever is edited, the total is the sum of the lines, positions stay apart and a hold only shortens`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<1_000 {
            var quote = Quote.sample(.draft)
            for step in 1...8 {
                let now = Instant(microseconds: Int64(step) * 86_400_000_000)
                let hold = quote.priceHoldUntil
                let days = Int.random(in: 1...30, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0:
                    try quote.replaceLines((lines([1, 2, 3], &random), days), at: now)
                    #expect(quote.priceHoldUntil == now + .seconds(days * 86_400), "seed \(seed)")
                case 1:
                    try quote.putLines((lines([.random(in: 1...6, using: &random)], &random), days), at: now)
                    if let hold, let new = quote.priceHoldUntil { #expect(new <= hold, "seed \(seed)") }
                default:
                    guard let line = quote.lines.randomElement(using: &random) else { continue }
                    try quote.removeLine(line.position)
                    #expect(quote.priceHoldUntil == (quote.lines.isEmpty ? nil : hold), "seed \(seed)")
                }
                #expect(quote.total.tenThousandths == quote.lines.reduce(0) { $0 + $1.lineTotal.tenThousandths }, "seed \(seed)")
                #expect(quote.lines.map(\.position) == Set(quote.lines.map(\.position)).sorted(), "seed \(seed)")
            }
        }
    }

    @Test func `lines in another currency, too many and a total too large are refused and change nothing`() throws {
        var quote = Quote.sample(.draft)
        let huge = Money(tenThousandths: .max - 7, euro)
        #expect(throws: QuoteRefusal.totalTooLarge) {
            try quote.replaceLines(([.sample(1, total: huge), .sample(2, total: huge)], 30), at: .later)
        }
        let many = (1...Limits.linesPerDocument + 1).map { QuoteLine.sample($0, total: .zero(euro)) }
        #expect(throws: QuoteRefusal.tooManyLines) { try quote.replaceLines((many, 30), at: .later) }
        #expect(throws: (any Error).self) {
            try quote.replaceLines(([.sample(1, total: .zero(Currency("USD")!))], 30), at: .later)
        }
        #expect(throws: QuoteRefusal.noLine(4)) { try quote.removeLine(4) }
        #expect(quote == Quote.sample(.draft))
    }

    @Test func `a revision's digest is over everything that the approver is shown`() throws {
        var quote = Quote.sample(.draft)
        try quote.replaceLines(([.sample(1, total: Money("10", euro)!)], 30), at: .start)
        let one = try QuoteRevision(of: quote, priceHoldUntil: .later, at: .start)
        var changed: [Quote] = []
        for change: (inout Quote) throws -> Void in [
            { $0.name = "Other" }, { $0.poNumber = "PO-1" }, { $0.notes = "Soon" }, { $0.revision = 2 },
            { [euro] in try $0.replaceLines(([.sample(1, total: Money("10.01", euro)!)], 30), at: .start) },
            { [euro] in try $0.replaceLines(([.sample(2, total: Money("10", euro)!)], 30), at: .start) },
        ] {
            var copy = quote
            try change(&copy)
            changed.append(copy)
        }
        for copy in changed { #expect(try QuoteRevision(of: copy, priceHoldUntil: .later, at: .start).digest != one.digest) }
        #expect(try QuoteRevision(of: quote, priceHoldUntil: .start, at: .start).digest != one.digest)
        #expect(try QuoteRevision(of: quote, priceHoldUntil: .later, at: .later).digest == one.digest)
    }
}
