package import Catalog
package import Kernel

/// What differs between the contents of two revisions of one quote, in either direction; all that a decision covers but the number,
/// requester and unit, which no revision changes.
package struct QuoteDifference: Sendable, Equatable {
    package typealias Content = QuoteRevision.Content

    /// A value on each side; nil where that side has none.
    package struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
        package let from: Value?
        package let to: Value?

        init?(_ from: Value?, _ to: Value?) {
            guard from != to else { return nil }
            self.from = from
            self.to = to
        }
    }

    /// A line that both sides have, with what is another on each.
    package struct LineChange: Sendable, Equatable {
        package let sku: String
        package let position: Change<Int>?
        /// Where the line stands in `to`.
        package let positionNow: Int
        package let name: Change<String>?
        package let unitOfMeasure: Change<String>?
        package let quantity: Change<Quantity>?
        package let unitPrice: Change<Money>?
        package let lineTotal: Change<Money>?
        /// Of a configured product.
        package let configuration: Change<ConfiguredLine>?

        init?(_ from: Content.Line, _ to: Content.Line) {
            guard from != to else { return nil }
            sku = to.sku
            position = Change(from.position, to.position)
            positionNow = to.position
            name = Change(from.name, to.name)
            unitOfMeasure = Change(from.unitOfMeasure, to.unitOfMeasure)
            quantity = Change(from.quantity, to.quantity)
            unitPrice = Change(from.unitPrice, to.unitPrice)
            lineTotal = Change(from.lineTotal, to.lineTotal)
            configuration = Change(from.configuration, to.configuration)
        }
    }

    /// Revisions.
    package let from: Int
    package let to: Int
    package let name: Change<String>?
    package let poNumber: Change<String>?
    package let notes: Change<String>?
    package let priceHoldUntil: Change<Instant>?
    package let total: Change<Money>?
    /// In the order of the lines that they are.
    package let added: [Content.Line]
    package let removed: [Content.Line]
    package let changed: [LineChange]

    package init(from: Content, to: Content) {
        self.from = from.revision
        self.to = to.revision
        name = Change(from.name, to.name)
        poNumber = Change(from.poNumber, to.poNumber)
        notes = Change(from.notes, to.notes)
        priceHoldUntil = Change(from.priceHoldUntil, to.priceHoldUntil)
        total = Change(from.total, to.total)
        let pairs = Self.paired(from.lines, to.lines)
        let (kept, now) = (Set(pairs.map(\.from.position)), Set(pairs.map(\.to.position)))
        removed = from.lines.filter { !kept.contains($0.position) }
        added = to.lines.filter { !now.contains($0.position) }
        changed = pairs.compactMap { LineChange($0.from, $0.to) }.sorted { $0.positionNow < $1.positionNow }
    }

    /// Which line of the one side is which of the other: the same product under the same number, else the same product in the order of
    /// the lines, since replacing all lines numbers them anew.
    private static func paired(_ from: [Content.Line], _ to: [Content.Line]) -> [(from: Content.Line, to: Content.Line)] {
        let there = Dictionary(to.map { ($0.position, $0) }) { first, _ in first }
        var pairs = from.compactMap { line -> (from: Content.Line, to: Content.Line)? in
            guard let other = there[line.position], other.sku == line.sku else { return nil }
            return (line, other)
        }
        let taken = Set(pairs.map(\.to.position))
        var moved = Dictionary(grouping: to.filter { !taken.contains($0.position) }.reversed(), by: \.sku)
        for line in from where !taken.contains(line.position) {
            if let other = moved[line.sku]?.popLast() { pairs.append((line, other)) }
        }
        return pairs
    }
}

extension QuoteDifference {
    /// Between revisions by their numbers, of which the latest may still be a draft.
    /// - Throws: `QuoteRefusal.noRevisions`, with each that there is not.
    init(of quote: Quote, submitted: [Content], from: Int?, to: Int?) throws(QuoteRefusal) {
        func content(_ revision: Int) -> Content? {
            submitted.first { $0.revision == revision }
                ?? (revision == quote.revision ? Content(quote, priceHoldUntil: quote.priceHoldUntil) : nil)
        }
        let last = to ?? quote.revision
        let first = from ?? max(1, last - 1)
        let named = [("?from", first, content(first)), ("?to", last, content(last))]
        let faults = named.filter { $0.2 == nil }.map { Fault($0.0, "unknownRevision", "The quote has no revision \($0.1).") }
        guard let from = named[0].2, let to = named[1].2 else { throw .noRevisions(faults) }
        self.init(from: from, to: to)
    }
}
