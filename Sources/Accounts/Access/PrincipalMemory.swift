import FoundationEssentials
import Kernel
import Synchronization

/// Who a token stands for, remembered for some seconds, so that a page of requests asks the database once. Bounded in number.
///
/// It is used only while it hears what the database tells (`AccessNotice`): a beat that was sent less than `Limits.accessNewsSeconds` ago
/// has come back. Whatever was told before that beat has been heard, so a token revoked longer ago than that is never let in, also where
/// the connection that listens has died without a word.
///
/// An answer is as old as its question: each has the number of notices that had been heard when it was asked, and one that concerns it
/// with a higher number makes it worthless, also one that came while the database was answering.
final class PrincipalMemory: Sendable {
    fileprivate struct Key: Hashable {
        let token: Digest
        /// Nil for what a token stands for outside any account.
        let account: AccountID?
        /// On whose behalf, for a rep.
        let membership: MembershipID?
    }

    fileprivate struct Entry {
        let admission: Admission
        let asked: Question
        let until: Instant
    }

    /// When something was asked of the database.
    struct Question: Sendable {
        fileprivate let notices: UInt64
        let at: Instant
    }

    fileprivate struct State {
        var entries: [Key: Entry] = [:]
        var notices: UInt64 = 0
        /// The number of the last notice about each.
        var told: [AccessNotice: UInt64] = [:]
        var everythingTold: UInt64 = 0
        var lastBeat: Instant?
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int = Limits.principalsInMemory) {
        self.capacity = capacity
    }

    /// To be said before the database is asked.
    func question(at now: Instant) -> Question {
        state.withLock { Question(notices: $0.notices, at: now) }
    }

    func recall(_ token: Digest, in account: AccountID?, for membership: MembershipID? = nil, at now: Instant) -> Admission? {
        state.withLock { state in
            guard state.isHearing(at: now), let entry = state.entries[Key(token: token, account: account, membership: membership)],
                entry.asked.at <= now, now < entry.until, !state.hasToldOf(entry)
            else { return nil }
            return entry.admission
        }
    }

    func remember(_ admission: Admission, in account: AccountID?, asked question: Question) {
        let limits = [question.at + .seconds(Limits.principalMemorySeconds), admission.principal.expiresAt, admission.until]
        guard let until = limits.compactMap(\.self).min() else { return }
        let key = Key(
            token: admission.principal.tokenDigest, account: account, membership: admission.caller?.acting?.membership)
        state.withLock { state in
            guard state.isHearing(at: question.at) else { return }
            if state.entries.count >= capacity { state.entries = state.entries.filter { question.at < $0.value.until } }
            // Still full of live ones: beginning anew costs one statement a token, searching for the oldest costs every request.
            if state.entries.count >= capacity { state.entries.removeAll(keepingCapacity: true) }
            state.entries[key] = Entry(admission: admission, asked: question, until: until)
        }
    }

    func hear(_ notice: AccessNotice) {
        state.withLock { state in
            state.notices += 1
            guard notice != .everything, state.told.count < capacity else {
                state.everythingTold = state.notices
                state.told.removeAll(keepingCapacity: true)
                state.entries.removeAll(keepingCapacity: true)
                return
            }
            state.told[notice] = state.notices
        }
    }

    func hear(_ beat: AccessBeat) {
        state.withLock { $0.lastBeat = max($0.lastBeat ?? beat.sentAt, beat.sentAt) }
    }

    /// The listening has begun anew: what was told in between is not known.
    func listensAnew() {
        state.withLock { $0.lastBeat = nil }
        hear(.everything)
    }

    func isHearing(at now: Instant) -> Bool { state.withLock { $0.isHearing(at: now) } }
}

extension PrincipalMemory.State {
    fileprivate func isHearing(at now: Instant) -> Bool {
        guard let lastBeat else { return false }
        return lastBeat <= now && now < lastBeat + .seconds(Limits.accessNewsSeconds)
    }

    fileprivate func hasToldOf(_ entry: PrincipalMemory.Entry) -> Bool {
        let asked = entry.asked.notices
        let principal = entry.admission.principal
        if everythingTold > asked { return true }
        if let told = told[.credential(principal.credential.id)], told > asked { return true }
        if let told = told[.person(principal.person.id)], told > asked { return true }
        if let account = entry.admission.caller?.account, let told = told[.account(account)], told > asked { return true }
        return false
    }
}
