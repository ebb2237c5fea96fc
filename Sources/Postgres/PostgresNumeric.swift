/// A `numeric`: `unscaled × 10^-scale`, exact. Values beyond 64 bits, NaN and the infinities are refused when read.
public struct PostgresNumeric: Sendable, Hashable {
    public let unscaled: Int64
    /// Decimals after the point; not negative.
    public let scale: Int

    /// `scale` is at most 16 383, the server's own limit.
    public init(unscaled: Int64, scale: Int) {
        precondition((0...16_383).contains(scale), "a numeric has 0 to 16383 decimals")
        self.unscaled = unscaled
        self.scale = scale
    }

    /// The same value in steps of `10^-scale`; throws `PostgresDecodingError.badValue` where that loses digits or does not fit.
    public func unscaled(atScale target: Int) throws(PostgresDecodingError) -> Int64 {
        var value = unscaled
        var scale = scale
        while scale < target {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { throw .badValue() }
            value = product
            scale += value == 0 ? target - scale : 1
        }
        while scale > target {
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { throw .badValue() }
            value = quotient
            scale -= value == 0 ? scale - target : 1
        }
        return value
    }
}

/// Binary form: number of groups, weight of the first group, sign, decimals to show; then groups of four decimal digits.
extension PostgresNumeric: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .numeric }

    public var postgresBytes: [UInt8] {
        let padding = (4 - scale % 4) % 4
        var rest = UInt128(unscaled.magnitude) * [1, 10, 100, 1000][padding]
        var groups: [Int16] = []  // least significant first
        while rest > 0 {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10_000)
            groups.append(Int16(remainder))
            rest = quotient
        }
        let weight = groups.isEmpty ? 0 : groups.count - (scale + padding) / 4 - 1
        let trailingZeros = groups.prefix { $0 == 0 }.count
        let significant = groups.dropFirst(trailingZeros).reversed()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + significant.count * 2)
        bytes.append(bigEndian: Int16(significant.count))
        bytes.append(bigEndian: Int16(weight))
        bytes.append(bigEndian: unscaled < 0 ? Self.negative : 0)
        bytes.append(bigEndian: Int16(scale))
        for group in significant { bytes.append(bigEndian: group) }
        return bytes
    }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .numeric else { throw PostgresDecodingError.wrongType(expected: .numeric, found: type) }
        var reader = BinaryReader(bytes)
        let count = Int(try reader.next(Int16.self))
        let weight = Int(try reader.next(Int16.self))
        let sign = try reader.next(UInt16.self)
        let scale = Int(try reader.next(Int16.self))
        guard count >= 0, scale >= 0, sign == 0 || sign == Self.negative else { throw PostgresDecodingError.badValue() }
        var value: Int128 = 0
        for _ in 0..<count {
            value = value * 10_000 + Int128(try reader.next(Int16.self))
            guard value < Self.ceiling else { throw PostgresDecodingError.badValue() }
        }
        // The groups say the value in steps of 10000^(weight + 1 - count); what is asked for is steps of 10^-scale.
        var exponent = scale + 4 * (weight + 1 - count)
        while exponent > 0, value != 0 {
            value *= 10
            exponent -= 1
            guard value < Self.ceiling else { throw PostgresDecodingError.badValue() }
        }
        while exponent < 0, value != 0 {
            guard value % 10 == 0 else { throw PostgresDecodingError.badValue() }
            value /= 10
            exponent += 1
        }
        guard let unscaled = Int64(exactly: sign == Self.negative ? -value : value) else { throw PostgresDecodingError.badValue() }
        self.init(unscaled: unscaled, scale: scale)
    }

    private static let negative: UInt16 = 0x4000
    /// Above every 64-bit value with one group of slack, below where the next multiplication by 10000 would overflow 128 bits.
    private static let ceiling: Int128 = 1 << 80
}
