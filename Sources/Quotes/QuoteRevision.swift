package import Catalog
import Cryptography
package import Kernel

/// What left the buyer's hands: the exact content that is decided on and ordered from.
package struct QuoteRevision: Sendable, Equatable {
    package let quote: QuoteID
    package let revision: Int
    /// Canonical JSON of `Content`: what the approver is shown and what the digest is over (rule 8).
    package let content: String
    package let digest: Digest
    package let name: String
    package let poNumber: String?
    package let notes: String?
    package let total: Money
    package let priceHoldUntil: Instant
    package let submittedAt: Instant
    package let lines: [QuoteLine]

    init(of quote: Quote, priceHoldUntil: Instant, at now: Instant) throws {
        self.quote = quote.id
        revision = quote.revision
        content = try Content(quote, priceHoldUntil: priceHoldUntil).canonicalJSON()
        digest = SHA256.digest(content)
        name = quote.name
        poNumber = quote.poNumber
        notes = quote.notes
        total = quote.total
        self.priceHoldUntil = priceHoldUntil
        submittedAt = now
        lines = quote.lines
    }

    /// All that a decision covers.
    package struct Content: Codable, Sendable, Equatable {
        package struct Line: Codable, Sendable, Equatable {
            package let position: Int
            package let sku: String
            package let name: String
            package let unitOfMeasure: String
            package let quantity: Quantity
            package let unitPrice: Money
            package let lineTotal: Money
            /// Of a configured product: a decision covers the parts too.
            package let configuration: ConfiguredLine?
        }

        package let number: String
        package let revision: Int
        package let name: String
        package let requester: String
        package let unit: String
        package let poNumber: String?
        package let notes: String?
        /// Nil in a draft without lines.
        package let priceHoldUntil: Instant?
        package let lines: [Line]
        package let total: Money

        init(_ quote: Quote, priceHoldUntil: Instant?) {
            number = quote.number.description
            revision = quote.revision
            name = quote.name
            requester = quote.requester.description
            unit = quote.unit.description
            poNumber = quote.poNumber
            notes = quote.notes
            self.priceHoldUntil = priceHoldUntil
            lines = quote.lines.map { line in
                Line(
                    position: line.position, sku: line.sku, name: line.name, unitOfMeasure: line.unitOfMeasure, quantity: line.quantity,
                    unitPrice: line.unitPrice, lineTotal: line.lineTotal, configuration: line.configuration)
            }
            total = quote.total
        }
    }
}
