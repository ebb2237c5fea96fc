import Synchronization

/// What searches found in one state of the master catalog, for all of its readers: a word that thousands of products have is looked for
/// again and again, and it costs to fetch them from the database and to look at their names each time. What of it a reader may see is
/// decided by the reader's own assortment. It goes with the index that it belongs to, so it never outlives a change of the catalog.
final class SearchMemory: Sendable {
    /// What is found less often is found anew: that costs little.
    static let fewest = 500

    /// All of it together; a search takes eight bytes a product.
    private static let bytes = 16 << 20

    private struct Known {
        let scores: [Int64]
        var used: Int
    }

    private struct State {
        var known: [SearchWords: Known] = [:]
        var uses = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter products: how many the catalog has.
    init(products: Int) {
        capacity = min(64, max(1, Self.bytes / max(8, products * 8)))
    }

    /// By ordinal, as `CatalogIndex.scores` made them; nil for what is not remembered.
    subscript(search: SearchWords) -> [Int64]? {
        state.withLock { state in
            state.uses += 1
            state.known[search]?.used = state.uses
            return state.known[search]?.scores
        }
    }

    /// In the place of what was asked for longest ago.
    func remember(_ scores: [Int64], for search: SearchWords) {
        state.withLock { state in
            if state.known[search] == nil, state.known.count >= capacity,
                let oldest = state.known.min(by: { $0.value.used < $1.value.used })?.key
            {
                state.known[oldest] = nil
            }
            state.uses += 1
            state.known[search] = Known(scores: scores, used: state.uses)
        }
    }
}
