package import FoundationEssentials

/// A point in time, in microseconds since 1970-01-01T00:00:00Z: PostgreSQL's precision, so that nothing is lost in storage.
package struct Instant: Hashable, Sendable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(_ date: Date) {
        microseconds = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    package static func + (left: Self, right: Duration) -> Self {
        let (seconds, attoseconds) = right.components
        return Instant(microseconds: left.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}

extension Instant: CustomStringConvertible {
    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, in seconds: what RFC 3339 can write.
    private static let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// RFC 3339 in UTC: whole seconds without a fraction, else with all six digits.
    package var description: String {
        let (seconds, fraction) = flooredDivision(microseconds, by: 1_000_000)
        let (days, second) = flooredDivision(seconds, by: 86_400)
        let date = LocalDate(daysSince1970: Int(days))
        let clock = "\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))"
        return fraction == 0 ? "\(date)T\(clock)Z" : "\(date)T\(clock).\(pad(fraction, 6))Z"
    }

    /// Reads RFC 3339 with an offset (`Z` or `±hh:mm`) and up to nine fraction digits (those past the sixth are cut); nil for
    /// anything else, and for what is outside the years 1 to 9999 of UTC.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let date = LocalDate(String(decoding: bytes[..<10], as: UTF8.self)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]), let second = digits(bytes[17..<19]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let part = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...9).contains(part.count), let value = digits(part.prefix(6)) else { return nil }
            fraction = value * [1, 100_000, 10_000, 1000, 100, 10, 1][min(part.count, 6)]
            rest = rest[part.endIndex...]
        }
        let offset: Int64
        switch rest.first {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard rest.count == 1 else { return nil }
            offset = 0
        case let sign? where sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"):
            let parts = Array(rest.dropFirst())
            guard parts.count == 5, parts[2] == UInt8(ascii: ":"), let hours = digits(parts[..<2]), let minutes = digits(parts[3...]),
                hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
        default: return nil
        }
        let seconds = Int64(date.daysSince1970) * 86_400 + hour * 3600 + minute * 60 + second - offset
        guard Self.years.contains(seconds) else { return nil }
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Instant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time with offset")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

private func digits(_ bytes: some Collection<UInt8>) -> Int64? {
    bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && !bytes.isEmpty
        ? bytes.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } : nil
}

/// Division rounded towards minus infinity, so that times before 1970 have a clock too.
private func flooredDivision(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
