import Kernel
import Synchronization

/// Remembers compiled price books by contract version, up to a number of rules and their steps in all. A published version never changes,
/// and a request names the versions that it needs, so a stale entry cannot be used; forgetting one costs a query.
final class PriceBooks: Sendable {
    private struct State {
        var books: [ContractVersionKey: (book: PriceBook, lastUse: Int)] = [:]
        var ruleCount = 0
        var clock = 0
    }

    private let state = Mutex(State())
    private let ruleLimit: Int

    init(ruleLimit: Int = 1_000_000) {
        self.ruleLimit = ruleLimit
    }

    func remembered(_ keys: [ContractVersionKey]) -> [PriceBook] {
        state.withLock { state in
            state.clock += 1
            return keys.compactMap { key in
                state.books[key]?.lastUse = state.clock
                return state.books[key]?.book
            }
        }
    }

    func remember(_ books: [PriceBook]) {
        state.withLock { state in
            for book in books where state.books[book.key] == nil {
                state.books[book.key] = (book, state.clock)
                state.ruleCount += book.ruleCount
            }
            guard state.ruleCount > ruleLimit else { return }
            // The oldest half goes at once, so that the search is rare.
            for (key, entry) in state.books.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
                guard state.ruleCount > ruleLimit / 2 else { break }
                state.books[key] = nil
                state.ruleCount -= entry.book.ruleCount
            }
        }
    }
}
