/// SplitMix64: the same cases in every run, different ones for every seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Of any magnitude: as likely to have 3 bits as 60.
    mutating func integer<I: FixedWidthInteger & SignedInteger>(_: I.Type = I.self) -> I {
        I(truncatingIfNeeded: Int64(bitPattern: next()) >> Int64.random(in: 0...63, using: &self))
    }

    mutating func text() -> String {
        let alphabet: [Character] = [
            "a", "Z", "0", " ", "'", "\"", "\\", "$", ";", "-", "%", "\n", "ä", "漢", "😀", "\u{301}", "{", ",",
        ]
        return String((0..<Int.random(in: 0...40, using: &self)).map { _ in alphabet.randomElement(using: &self) ?? "a" })
    }

    mutating func bytes() -> [UInt8] {
        (0..<Int.random(in: 0...40, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func list<T>(_ make: (inout SeededGenerator) -> T) -> [T] {
        (0..<Int.random(in: 0...6, using: &self)).map { _ in make(&self) }
    }
}
