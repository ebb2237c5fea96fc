/// A share of 0 to 100 percent with up to four decimals, as `numeric(7,4)`.
package struct Percentage: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// In ten-thousandths of a percent: 12.5 % is 125,000.
    package let tenThousandths: Int32

    /// Nil unless between 0 and 100 percent.
    package init?(tenThousandths: Int32) {
        guard (0...1_000_000).contains(tenThousandths) else { return nil }
        self.tenThousandths = tenThousandths
    }

    package init?(_ text: some StringProtocol) {
        guard let value = FixedPoint.parse(text, scale: 4), let small = Int32(exactly: value) else { return nil }
        self.init(tenThousandths: small)
    }

    /// All of it.
    package var isWhole: Bool { tenThousandths == 1_000_000 }

    package var description: String { FixedPoint.format(Int64(tenThousandths), scale: 4, atLeast: 0) }

    package static func < (left: Self, right: Self) -> Bool { left.tenThousandths < right.tenThousandths }
}

extension Percentage: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Percentage(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a percentage between 0 and 100")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
