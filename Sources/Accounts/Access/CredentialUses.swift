import Kernel
import Synchronization

/// When and from where sessions and keys were used last, until it is written: no request waits for that.
final class CredentialUses: Sendable {
    struct Use: Sendable, Equatable {
        let credential: Credential
        let token: Digest
        let at: Instant
        let address: String
    }

    private let uses = Mutex<[Credential: Use]>([:])

    func note(_ use: Use) {
        uses.withLock { uses in
            // Writing has failed for long: the others' last use stays what it was.
            guard uses.count < Limits.principalsInMemory || uses[use.credential] != nil else { return }
            uses[use.credential] = use
        }
    }

    /// All that were noted since it was asked before.
    func take() -> [Use] {
        uses.withLock { uses in
            defer { uses.removeAll(keepingCapacity: true) }
            return Array(uses.values)
        }
    }
}
