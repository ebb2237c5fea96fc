import FoundationEssentials
import Kernel
import Synchronization

/// Who a token stands for, remembered for a moment, so that a page of requests asks the database once.
/// Bounded in time (`Limits.principalMemorySeconds`: how long a session ended elsewhere still works) and in number.
final class PrincipalMemory: Sendable {
    private struct Key: Hashable {
        let token: Digest
        /// Nil for what a token stands for outside any account.
        let account: AccountID?
        /// On whose behalf, for a rep.
        let membership: MembershipID?
    }

    private struct Entry {
        let admission: Admission
        let until: Instant
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let capacity: Int

    init(capacity: Int = Limits.principalsInMemory) {
        self.capacity = capacity
    }

    func recall(_ token: Digest, in account: AccountID?, for membership: MembershipID? = nil, at now: Instant) -> Admission? {
        let entry = entries.withLock { $0[Key(token: token, account: account, membership: membership)] }
        guard let entry, now < entry.until else { return nil }
        return entry.admission
    }

    /// - Parameter asked: when the database was asked: the answer is as old as that.
    func remember(_ admission: Admission, in account: AccountID?, asked: Instant) {
        let until = min(asked + .seconds(Limits.principalMemorySeconds), admission.principal.expiresAt)
        let key = Key(
            token: admission.principal.sessionDigest, account: account, membership: admission.caller?.acting?.membership)
        entries.withLock { entries in
            if entries.count >= capacity { entries = entries.filter { asked < $0.value.until } }
            // Still full of live ones: beginning anew costs one statement a token, searching for the oldest costs every request.
            if entries.count >= capacity { entries.removeAll(keepingCapacity: true) }
            entries[key] = Entry(admission: admission, until: until)
        }
    }

    func forget(_ account: AccountID) {
        entries.withLock { entries in entries = entries.filter { $0.key.account != account } }
    }

    func forget(_ person: PersonID) {
        entries.withLock { entries in entries = entries.filter { $0.value.admission.principal.person.id != person } }
    }

    func forget(_ token: Digest) {
        entries.withLock { entries in entries = entries.filter { $0.key.token != token } }
    }
}
