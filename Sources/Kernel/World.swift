package import FoundationEssentials

/// What is outside the process and the database: time and randomness. Made once in `Server`; tests bring their own.
package struct World: Sendable {
    package var now: @Sendable () -> Instant
    package var random: @Sendable () -> (UInt64, UInt64)

    package init(now: @escaping @Sendable () -> Instant, random: @escaping @Sendable () -> (UInt64, UInt64)) {
        self.now = now
        self.random = random
    }

    package static let live = World(
        now: { Instant(Date()) },
        random: { (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)) })

    package func newID<Subject>() -> ID<Subject> { ID(newUUID()) }

    package func newUUID() -> UUID { .version7(at: now(), random: random()) }
}
