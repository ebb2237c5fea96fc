import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Quotes

@Suite struct QuoteDifferenceTests {
    private typealias Content = QuoteRevision.Content

    private static let euro = Currency("EUR")!

    /// A draft of a few products, some of them more than once.
    private static func quote(_ revision: Int, _ random: inout SeededRandom) throws -> Quote {
        var quote = Quote.sample(.draft)
        quote.revision = revision
        quote.name = ["Chairs", "Desks"].randomElement(using: &random)!
        quote.poNumber = [nil, "PO-1", "PO-2"].randomElement(using: &random)!
        quote.notes = [nil, "Soon"].randomElement(using: &random)!
        let positions = (1...7).filter { _ in random.chance(60) }
        try quote.replaceLines((positions.map { line($0, &random) }, Int.random(in: 1...2, using: &random)), at: .start)
        return quote
    }

    private static func line(_ position: Int, _ random: inout SeededRandom) -> QuoteLine {
        let price = Money(tenThousandths: .random(in: 1...2, using: &random) * 10_000, euro)
        let quantity = Int.random(in: 1...2, using: &random)
        return QuoteLine(
            position: position, product: ID(UUID()), sku: "SKU-\(Int.random(in: 1...4, using: &random))",
            name: random.chance(90) ? "Chair" : "Stool", unitOfMeasure: random.chance(90) ? "H87" : "KGM", quantity: Quantity(quantity),
            unitPrice: price, lineTotal: Money(tenThousandths: price.tenThousandths * Int64(quantity), euro), contract: nil,
            contractVersion: nil, receipt: "{}")
    }

    private static func content(_ quote: Quote) -> Content { Content(quote, priceHoldUntil: quote.priceHoldUntil) }

    /// The content that a difference makes of another: by what it says alone.
    private static func applied(_ difference: QuoteDifference, to quote: Quote) throws -> Quote {
        var result = quote
        result.revision = difference.to
        if let name = difference.name?.to { result.name = name }
        if let change = difference.poNumber { result.poNumber = change.to }
        if let change = difference.notes { result.notes = change.to }
        func made(_ line: Content.Line) -> QuoteLine {
            QuoteLine(
                position: line.position, product: ID(UUID()), sku: line.sku, name: line.name, unitOfMeasure: line.unitOfMeasure,
                quantity: line.quantity, unitPrice: line.unitPrice, lineTotal: line.lineTotal, contract: nil, contractVersion: nil,
                receipt: "{}")
        }
        let removed = Set(difference.removed.map(\.position))
        var lines = content(quote).lines.filter { !removed.contains($0.position) }.map(made)
        let changed = Dictionary(uniqueKeysWithValues: difference.changed.map { ($0.position?.from ?? $0.positionNow, $0) })
        lines = lines.map { line in
            guard let change = changed[line.position] else { return line }
            return QuoteLine(
                position: change.positionNow, product: line.product, sku: change.sku, name: change.name?.to ?? line.name,
                unitOfMeasure: change.unitOfMeasure?.to ?? line.unitOfMeasure, quantity: change.quantity?.to ?? line.quantity,
                unitPrice: change.unitPrice?.to ?? line.unitPrice, lineTotal: change.lineTotal?.to ?? line.lineTotal, contract: nil,
                contractVersion: nil, receipt: "{}")
        }
        try result.replaceLines(((lines + difference.added.map(made)).sorted { $0.position < $1.position }, nil), at: .start)
        result.priceHoldUntil = difference.priceHoldUntil.map(\.to) ?? quote.priceHoldUntil
        return result
    }

    @Test func `applied to the one side a difference makes the other, and the other way round it says the opposite`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var moved = 0
        for _ in 0..<3_000 {
            let (one, other) = (try Self.quote(1, &random), try Self.quote(2, &random))
            let (from, to) = (Self.content(one), Self.content(other))
            let difference = QuoteDifference(from: from, to: to)
            #expect(try Self.content(Self.applied(difference, to: one)) == to, "seed \(seed)")
            #expect(difference.total?.to ?? from.total == to.total, "seed \(seed)")
            let back = QuoteDifference(from: to, to: from)
            #expect(back.added == difference.removed && back.removed == difference.added, "seed \(seed)")
            #expect(back.changed.count == difference.changed.count, "seed \(seed)")
            // What one side has and the other lacks is a product that it has more of: nothing is both added and removed.
            #expect(Set(difference.added.map(\.sku)).isDisjoint(with: difference.removed.map(\.sku)), "seed \(seed)")
            moved += difference.changed.count { $0.position != nil }
        }
        #expect(moved > 100, "lines that have moved must occur")
    }

    @Test func `a content does not differ from itself`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let content = Self.content(try Self.quote(3, &random))
            let none: [String: Fact] = [
                "from": .number(3), "to": .number(3), "added": .list([]), "removed": .list([]), "changed": .list([]),
            ]
            #expect(QuoteDifference(from: content, to: content).facts == none, "seed \(seed)")
        }
    }

    @Test func `the facts say what is another on each side and nothing else`() throws {
        var random = SeededRandom(seed: 1)
        var quote = Quote.sample(.draft)
        try quote.replaceLines(([Self.line(1, &random), Self.line(2, &random)], 30), at: .start)
        let from = Self.content(quote)
        var other = quote
        other.revision = 2
        other.poNumber = "PO-7"
        let old = quote.lines[1]
        let new = QuoteLine(
            position: 2, product: old.product, sku: old.sku, name: old.name, unitOfMeasure: old.unitOfMeasure, quantity: Quantity(9),
            unitPrice: old.unitPrice, lineTotal: old.lineTotal, contract: nil, contractVersion: nil, receipt: "{}")
        other.lines[1] = new
        let facts = QuoteDifference(from: from, to: Self.content(other)).facts
        #expect(Set(facts.keys) == ["from", "to", "added", "removed", "changed", "poNumber"])
        #expect(facts["poNumber"] == .object(["to": .text("PO-7")]), "there was none")
        let change: [String: Fact] = [
            "position": .number(2), "sku": .text(old.sku),
            "quantity": .object(["from": .text(old.quantity.description), "to": .text("9")]),
        ]
        #expect(facts["changed"] == .list([.object(change)]))
    }

    @Test func `revisions that there are not are refused, each by its parameter; the latest may be a draft`() throws {
        var quote = Quote.sample(.draft)
        let first = Self.content(quote)
        quote.revision = 2
        quote.name = "Other"
        let difference = try QuoteDifference(of: quote, submitted: [first], from: nil, to: nil)
        #expect(difference.from == 1 && difference.to == 2 && difference.name?.to == "Other")
        #expect(try QuoteDifference(of: quote, submitted: [first], from: 2, to: 1).name?.to == "Sample")
        #expect(try QuoteDifference(of: quote, submitted: [first], from: nil, to: 1).facts["name"] == nil)
        for (from, to, pointers) in [(3, 2, ["?from"]), (1, 9, ["?to"]), (3, 9, ["?from", "?to"])] {
            let refusal = #expect(throws: QuoteRefusal.self) {
                try QuoteDifference(of: quote, submitted: [first], from: from, to: to)
            }
            guard case .noRevisions(let faults) = refusal else {
                Issue.record("\(from) \(to)")
                continue
            }
            #expect(faults.map(\.pointer) == pointers)
        }
    }

    @Test func `who changed a quote is taken down once, and the requester is not another`() {
        var quote = Quote.sample(.draft)
        let (one, other) = (ID<PersonTag>(UUID()), ID<PersonTag>(UUID()))
        quote.changed(by: quote.requesterPerson)
        #expect(quote.editors.isEmpty)
        for person in [one, other, one, other] { quote.changed(by: .init(person.uuid)) }
        #expect(quote.editors.map(\.uuid) == [one.uuid, other.uuid])
    }

    private enum PersonTag {}
}
