/// The same numbers again for the same seed (SplitMix64), so that a failed property test can be run once more as it was.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
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

    /// An integer of anything from one digit to `digits` digits, either sign, so that small and huge ones are equally likely.
    package mutating func integer(digits: Int) -> Int64 {
        let length = Int.random(in: 1...digits, using: &self)
        var value: Int64 = 0
        for _ in 0..<length { value = value * 10 + Int64.random(in: 0...9, using: &self) }
        return Bool.random(using: &self) ? value : -value
    }

    package mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
