extension Money {
    /// Cut into shares that are as the weights are and add up to it: each ends where its weight, added to those before, comes to in the
    /// whole, rounded half away from zero to the minor unit. The first takes all where no weight is more than zero.
    /// - Parameter weights: none of them negative, and of an amount that can be stored.
    package func shared(by weights: [Int64]) -> [Money] {
        let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
        let (whole, step) = (Int128(tenThousandths), Int128(currency.minorUnit))
        // An amount has 60 bits, so the product below has less than 126; weights that have more lose what no amount could show.
        let spare = max(0, Int128.bitWidth - sum.leadingZeroBitCount - 64)
        var (upTo, before, shares) = (Int128(0), Int64(0), [Money]())
        for (index, weight) in weights.enumerated() {
            upTo += Int128(weight)
            let isAll = sum == 0 || index == weights.count - 1
            let end = isAll ? whole : FixedPoint.divide(whole / step * (upTo >> spare), by: sum >> spare) * step
            shares.append(Money(tenThousandths: Int64(end) - before, currency))
            before = Int64(end)
        }
        return shares
    }
}
