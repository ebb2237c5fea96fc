package import Kernel

/// What is kept of touched quotes where a file publishes a version: all are counted, the newest are named.
package struct TouchedSummary: Sendable, Equatable, Codable {
    package let on: LocalDate
    package let count: Int
    /// At most `Limits.touchedQuotesKept`.
    package let quotes: [TouchedQuote]
    /// There are more open lines than were compared, so `count` may be too low.
    package let isTruncated: Bool

    init(_ touches: TouchedQuotes) {
        on = touches.on
        count = touches.quotes.count
        quotes = Array(touches.quotes.prefix(Limits.touchedQuotesKept))
        isTruncated = touches.isTruncated
    }
}
