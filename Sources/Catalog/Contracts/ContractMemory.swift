import Accounts
import Kernel
import Synchronization

/// Remembers which contracts are in force for a unit today. An entry is used only under the stamp that it was found under, which every
/// request reads anew, so it cannot be stale; forgetting one costs a query.
final class ContractMemory: Sendable {
    struct Key: Sendable, Hashable {
        let account: AccountID
        /// Nil for the root unit.
        let unit: UnitID?
    }

    struct Entry: Sendable {
        let stamp: ContractStamp
        let contracts: [Contract]
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let limit: Int

    init(limit: Int = Limits.contractUnitsInMemory) {
        self.limit = limit
    }

    func recall(_ key: Key) -> Entry? { entries.withLock { $0[key] } }

    func remember(_ entry: Entry, for key: Key) {
        entries.withLock { entries in
            // So seldom that it need not be known which were used least.
            if entries.count >= limit { entries.removeAll(keepingCapacity: true) }
            entries[key] = entry
        }
    }
}
