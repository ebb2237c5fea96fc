/// Exact decimals as an integer of the smallest step, which money, quantities and percentages are made of: nothing here is
/// binary floating point.
enum FixedPoint {
    /// The integer of `10^-scale` steps that `text` says; nil unless it is digits with at most `scale` decimals and fits.
    /// No exponent, no plus sign, no thousands separator, no bare point.
    static func parse(_ text: some StringProtocol, scale: Int) -> Int64? {
        var digits = Array(text.utf8)
        let negative = digits.first == UInt8(ascii: "-")
        if negative { digits.removeFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1] : []
        guard parts.count == 1 || (1...max(scale, 1)).contains(fraction.count), fraction.count <= scale else { return nil }
        var value: Int64 = 0
        for digit in Array(whole) + Array(fraction) + [UInt8](repeating: UInt8(ascii: "0"), count: scale - fraction.count) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (product, high) = value.multipliedReportingOverflow(by: 10)
            let (sum, over) = product.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            guard !high, !over else { return nil }
            value = sum
        }
        return negative ? -value : value
    }

    /// Decimal text of `value` steps of `10^-scale`, with at least `decimals` decimals and no zeros after them.
    static func format(_ value: Int64, scale: Int, atLeast decimals: Int) -> String {
        let magnitude = String(value.magnitude)
        let digits = String(repeating: "0", count: max(0, scale + 1 - magnitude.utf8.count)) + magnitude
        let point = digits.index(digits.endIndex, offsetBy: -scale)
        var fraction = digits[point...]
        while fraction.count > decimals, fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 ? "-" : ""
        return fraction.isEmpty ? sign + digits[..<point] : "\(sign)\(digits[..<point]).\(fraction)"
    }

    /// `numerator / denominator` rounded half away from zero (product.md rule 1). The denominator is positive.
    static func divide<Integer: FixedWidthInteger & SignedInteger>(_ numerator: Integer, by denominator: Integer) -> Integer {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        guard remainder.magnitude >= denominator.magnitude - remainder.magnitude else { return quotient }
        return numerator < 0 ? quotient - 1 : quotient + 1
    }
}

/// Thrown where exact arithmetic leaves the range that is stored: an amount of 10^14 or more.
package struct AmountOutOfRange: Error {
    package init() {}
}
