import Kernel

/// An open quote that a contract's version makes a difference to, wherever that is told.
package struct TouchedQuoteRepresentation: Encodable {
    let quote: String
    let number: String
    let lines: [LinePart]

    struct LinePart: Encodable {
        let position: Int
        let sku: String
        let quantity: Quantity
        let heldPrice: Money
        let on: LocalDate
        /// Absent where the line could not be ordered.
        let from: Money?
        let to: Money?
        let changes: [String]
    }

    package init(_ touched: TouchedQuote) {
        quote = touched.id
        number = touched.number.description
        lines = touched.lines.map {
            LinePart(
                position: $0.position, sku: $0.sku, quantity: $0.quantity, heldPrice: $0.held, on: $0.on, from: $0.before, to: $0.after,
                changes: $0.changes.map(\.rawValue))
        }
    }
}
