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
    /// What has changed, and nothing else, before and after; absent where the quote is new.
    let from: QuoteAspects?
    let to: QuoteAspects?

    /// - Parameter before: the quote as it was; nil for a new one.
    init(_ quote: Quote, from before: Quote?, change: String? = nil, digest: Digest? = nil) {
        number = quote.number.description
        name = quote.name
        revision = quote.revision
        state = quote.state.rawValue
        total = quote.total
        lineCount = quote.lines.count
        self.change = change
        self.digest = digest
        from = before.map { QuoteAspects(of: $0, unlike: quote) }
        to = before.map { QuoteAspects(of: quote, unlike: $0) }
    }
}
