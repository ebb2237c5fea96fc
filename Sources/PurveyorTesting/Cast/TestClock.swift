package import Kernel
import Synchronization

/// A clock that stands still until a test moves it, and randomness that repeats: the same test makes the same ids every time.
package final class TestClock: Sendable {
    private struct State {
        var now: Instant
        var random: SeededRandom
    }

    private let state: Mutex<State>

    package init(at now: Instant = TestClock.start, seed: UInt64 = 1) {
        state = Mutex(State(now: now, random: SeededRandom(seed: seed)))
    }

    /// 2026-06-15T10:00:00Z, a Monday.
    package static let start = Instant(microseconds: 1_781_517_600_000_000)

    package var now: Instant { state.withLock { $0.now } }

    package func advance(by duration: Duration) { state.withLock { $0.now = $0.now + duration } }
    package func set(_ now: Instant) { state.withLock { $0.now = now } }

    package var world: World {
        World(
            now: { self.now },
            random: { self.state.withLock { ($0.random.next(), $0.random.next()) } })
    }
}

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators): small, quick, and the same everywhere.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
