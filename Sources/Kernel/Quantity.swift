/// How many or how much of a product's unit of measure: up to three decimals, stored as `numeric(15,3)`.
package struct Quantity: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let thousandths: Int64

    package init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    package init(_ whole: Int) {
        thousandths = Int64(whole) * 1000
    }

    /// Nil unless plain decimal text with at most three decimals and at most twelve digits before the point.
    package init?(_ text: some StringProtocol) {
        guard let value = FixedPoint.parse(text, scale: 3), value.magnitude < 1_000_000_000_000_000 else { return nil }
        thousandths = value
    }

    package static let one = Quantity(1)

    /// This so many times, rounded half away from zero to three decimals.
    package func times(_ other: Quantity) throws(AmountOutOfRange) -> Quantity {
        let product = FixedPoint.divide(Int128(thousandths) * Int128(other.thousandths), by: 1000)
        guard let value = Int64(exactly: product), value.magnitude < 1_000_000_000_000_000 else { throw AmountOutOfRange() }
        return Quantity(thousandths: value)
    }

    package var isWhole: Bool { thousandths % 1000 == 0 }

    package var description: String { FixedPoint.format(thousandths, scale: 3, atLeast: 0) }

    package static func < (left: Self, right: Self) -> Bool { left.thousandths < right.thousandths }
}

extension Quantity: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Quantity(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a quantity")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
