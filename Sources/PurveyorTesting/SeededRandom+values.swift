extension SeededRandom {
    /// An integer of anything from one digit to `digits` digits, either sign, so that small and huge ones are equally likely.
    package mutating func integer(digits: Int) -> Int64 {
        let length = Int.random(in: 1...digits, using: &self)
        var value: Int64 = 0
        for _ in 0..<length { value = value * 10 + Int64.random(in: 0...9, using: &self) }
        return Bool.random(using: &self) ? value : -value
    }

    package mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
