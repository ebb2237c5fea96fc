import Kernel

/// The data of a quote's events.
struct QuoteEventData: Encodable {
    let number: String
    let name: String
    let revision: Int
    let state: String
    let total: Money
    let lineCount: Int
    /// What was changed, of `quoteChanged`.
    let change: String?
    /// Of `quoteSubmitted`: the content that is asked about.
    let digest: Digest?

    init(_ quote: Quote, change: String? = nil, digest: Digest? = nil) {
        number = quote.number.description
        name = quote.name
        revision = quote.revision
        state = quote.state.rawValue
        total = quote.total
        lineCount = quote.lines.count
        self.change = change
        self.digest = digest
    }
}
