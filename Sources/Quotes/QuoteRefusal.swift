package import Kernel

/// Why a quote stays as it is.
package enum QuoteRefusal: Refusal, Equatable {
    case notFound
    case noLine(Int)
    /// Revisions asked for that there are not, each with the parameter that named it.
    case noRevisions([Fault])
    case notPossible(QuoteAct, Quote.State)
    case stale(current: Int)
    case empty
    case lines([Fault])
    case tooManyLines
    case totalTooLarge
    case priceHoldOver([PriceChange])
    /// No contract in force for the quote's unit is in the currency asked for; those that there are are in the known ones.
    case noContract(in: Currency, known: [Currency])

    /// What a line's price would be now, against what was shown.
    package struct PriceChange: Sendable, Equatable {
        package let position: Int
        package let sku: String
        package let shown: Money
        /// Nil: it cannot be had at a price any more.
        package let now: Money?
    }

    package var kind: RefusalKind {
        switch self {
        case .notFound, .noLine: .notFound
        case .notPossible, .priceHoldOver: .conflict
        case .stale(let current): .stale(current: current)
        case .empty: .invalid([Fault("/lines", "empty", "A quote without lines cannot be submitted.")])
        case .lines(let faults), .noRevisions(let faults): .invalid(faults)
        case .noContract(let currency, _):
            .invalid([Fault("/currency", "noContract", "No contract in force for you is in \(currency).")])
        case .tooManyLines:
            .invalid([Fault("/lines", "tooMany", "A document has at most \(Limits.linesPerDocument) lines.")])
        case .totalTooLarge: .invalid([Fault("/lines", "tooLarge", "The total is too large.")])
        }
    }

    package var code: String {
        switch self {
        case .notFound, .noLine: "not-found"
        case .noRevisions: "unknown-revision"
        case .notPossible: "quote-state"
        case .stale: "stale-version"
        case .empty, .lines, .tooManyLines, .totalTooLarge: "invalid-quote"
        case .priceHoldOver: "price-hold-over"
        case .noContract: "no-contract-in-currency"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such quote."
        case .noLine(let position): "The quote has no line \(position)."
        case .noRevisions: "The quote has no such revision."
        case .notPossible(let act, let state): "A quote that is \(state.rawValue) does not allow “\(act.rawValue)”."
        case .stale: "The quote was changed in the meantime. Read it again."
        case .empty: "A quote without lines cannot be submitted."
        case .lines: "Some lines cannot be quoted."
        case .tooManyLines: "The quote has too many lines."
        case .totalTooLarge: "The quote's total is too large to be stored exactly."
        case .noContract(let currency, _): "Nothing is agreed with you in \(currency)."
        case .priceHoldOver: "The prices were held until a time that is past. Look at today's prices and reprice the quote."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .stale(let current): ["currentVersion": .number(current)]
        case .notPossible(let act, let state): ["act": .text(act.rawValue), "state": .text(state.rawValue)]
        case .priceHoldOver(let changes):
            [
                "changes": .list(
                    changes.map { change in
                        var facts: [String: Fact] = [
                            "position": .number(change.position), "sku": .text(change.sku), "shown": .text(change.shown.amount),
                            "currency": .text(change.shown.currency.code),
                        ]
                        if let now = change.now { facts["now"] = .text(now.amount) }
                        return .object(facts)
                    })
            ]
        case .noContract(_, let known): ["currencies": .list(Set(known.map(\.code)).sorted().map(Fact.text))]
        default: [:]
        }
    }
}
