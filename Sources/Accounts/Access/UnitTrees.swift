import Kernel
import Synchronization

/// The accounts' trees that were read last. None is used before the database has said that its version is still the account's.
final class UnitTrees: Sendable {
    private struct State {
        var trees: [AccountID: UnitTree] = [:]
        var units = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter capacity: in units, over all accounts.
    init(capacity: Int = Limits.unitsInMemory) {
        self.capacity = capacity
    }

    func last(of account: AccountID) -> UnitTree? {
        state.withLock { $0.trees[account] }
    }

    func remember(_ tree: UnitTree, of account: AccountID) {
        state.withLock { state in
            if let known = state.trees[account] {
                // Two requests may have read two versions; the newer one stays.
                guard known.version < tree.version else { return }
                state.units -= known.units.count
            }
            if state.units + tree.units.count > capacity {
                state.trees.removeAll(keepingCapacity: true)
                state.units = 0
            }
            state.trees[account] = tree
            state.units += tree.units.count
        }
    }
}
