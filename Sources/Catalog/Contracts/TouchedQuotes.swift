import Accounts
package import Kernel

/// The open quotes that a contract's next version makes a difference to. They keep the prices that they hold, and show others when they are
/// repriced.
package struct TouchedQuotes: Sendable, Equatable {
    /// The day that prices were compared on, today or the version's first day where that is later, unless a line says another.
    package let on: LocalDate
    /// The newest first.
    package let quotes: [TouchedQuote]
    /// There are more open lines, or days on which they took their prices, than were compared: older quotes, and earlier days, were not.
    package let isTruncated: Bool
}

extension TouchedQuotes {
    /// With those that another version, published with this one, makes a difference to, and this one none.
    func with(_ others: TouchedQuotes) -> TouchedQuotes {
        let told = Set(quotes.map(\.id))
        let all = quotes + others.quotes.filter { !told.contains($0.id) }
        return TouchedQuotes(
            on: on, quotes: all.sorted { $0.number.value > $1.number.value }, isTruncated: isTruncated || others.isTruncated)
    }
}

package struct TouchedQuote: Sendable, Equatable, Codable {
    package struct Line: Sendable, Equatable, Codable {
        /// What the version changes about a line, from what weighs most.
        package enum Change: String, Sendable, Equatable, Codable {
            /// It can be ordered now and could not be before, or the other way.
            case availability
            case price
            /// The line's quantity is allowed now and was not, or the other way, or is refused for another reason.
            case quantity
            /// Payment terms, or how long a price is held.
            case terms
        }

        package let position: Int
        package let sku: String
        package let quantity: Quantity
        /// The unit price that the quote holds.
        package let held: Money
        /// The day of `before` and `after`: one that is over where the version corrects the price that the line took on it, and makes no
        /// difference any more.
        package let on: LocalDate
        /// Of the price function, without the version and with it; nil where the line could not be ordered.
        package let before: Money?
        package let after: Money?
        package let changes: [Change]
    }

    package let id: String
    package let number: DocumentNumber
    /// Those that the version makes a difference to.
    package let lines: [Line]
}

/// A line of an open quote, as a contract's next version is held against it.
struct OpenLine: Sendable, Equatable {
    let quote: String
    let number: DocumentNumber
    let unit: UnitID
    /// Steps from the quote's unit up to the contract's.
    let distance: Int
    let position: Int
    let sku: String
    let quantity: Quantity
    let held: Money
    /// Of a configured product; `sku` is what it is built on.
    let configuration: ConfiguredLine?
    /// The day that its price was taken on.
    let pricedOn: LocalDate

    /// Every product that its price is made of.
    var skus: [String] { [sku] + (configuration?.parts.map(\.sku) ?? []) }
}
