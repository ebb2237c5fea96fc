package import Kernel
internal import Synchronization

/// Token buckets: so many requests a second on average, and as many at once as a burst allows. Its memory is bounded.
package final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    /// In millionths of a token, so that a microsecond's refill is a whole number.
    private struct Bucket {
        var level: Int64
        var filledAt: Int64
    }

    private static var token: Int64 { 1_000_000 }

    private let perSecond: Int64
    private let capacity: Int64
    private let maximumKeys: Int
    private let buckets = Mutex<[Key: Bucket]>([:])

    package init(perSecond: Int, burst: Int, maximumKeys: Int = 100_000) {
        precondition(perSecond > 0 && burst > 0 && maximumKeys > 0, "a rate limit lets something through")
        self.perSecond = Int64(perSecond)
        self.capacity = Int64(burst) * Self.token
        self.maximumKeys = maximumKeys
    }

    /// How many keys are remembered.
    package var count: Int { buckets.withLock { $0.count } }

    /// Takes one token of `key` if there is one.
    package func take(_ key: Key, at now: Instant) -> RateDecision {
        buckets.withLock { buckets in
            var level = buckets[key].map { filled($0, at: now) } ?? capacity
            let isAllowed = level >= Self.token
            if isAllowed { level -= Self.token }
            if buckets[key] == nil, buckets.count >= maximumKeys { makeRoom(in: &buckets, at: now) }
            buckets[key] = Bucket(level: level, filledAt: now.microseconds)
            return RateDecision(
                isAllowed: isAllowed,
                limit: Int(capacity / Self.token),
                remaining: Int(level / Self.token),
                secondsUntilNext: isAllowed ? 0 : seconds(for: Self.token - level),
                secondsUntilFull: seconds(for: capacity - level))
        }
    }

    private func filled(_ bucket: Bucket, at now: Instant) -> Int64 {
        // A clock that was set back gives nothing and takes nothing; the bound keeps the product far from overflow.
        let elapsed = min(max(0, now.microseconds - bucket.filledAt), capacity / perSecond + 1)
        return min(capacity, bucket.level + elapsed * perSecond)
    }

    /// Full buckets are as good as none. If everybody is busy the memory starts again: a limit that is too lenient for a moment
    /// is better than one that grows without end.
    private func makeRoom(in buckets: inout [Key: Bucket], at now: Instant) {
        buckets = buckets.filter { filled($0.value, at: now) < capacity }
        if buckets.count >= maximumKeys { buckets = [:] }
    }

    private func seconds(for amount: Int64) -> Int {
        let perSecond = perSecond * Self.token
        return Int((amount + perSecond - 1) / perSecond)
    }
}
