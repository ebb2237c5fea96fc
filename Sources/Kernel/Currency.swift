/// An ISO 4217 currency code. Which codes are in use is data; this type knows their form and their minor unit.
package struct Currency: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The three letters, each in a byte, and the minor unit's decimals below them: an amount is copied and compared without touching a
    /// text.
    private let packed: UInt32

    /// Nil unless three capital letters.
    package init?(_ code: String) {
        var letters: UInt32 = 0
        var count = 0
        for letter in code.utf8 {
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter), count < 3 else { return nil }
            letters = (letters << 8) | UInt32(letter)
            count += 1
        }
        guard count == 3 else { return nil }
        packed = (letters << 8) | Self.otherMinorUnits[letters, default: 2]
    }

    /// ISO 4217's code for "no currency": where an amount is read whose currency is not known, since that is told by itself.
    package static let noCurrency: Currency = {
        guard let none = Currency("XXX") else { preconditionFailure("XXX has the form of a currency") }
        return none
    }()

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Currency(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 4217 code")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }

    package var code: String {
        String(unsafeUninitializedCapacity: 3) { bytes in
            for place in 0..<3 { bytes[place] = UInt8(truncatingIfNeeded: packed >> UInt32(24 - 8 * place)) }
            return 3
        }
    }

    package var description: String { code }

    /// Decimals of the minor unit, after ISO 4217's list one.
    package var minorUnitDecimals: Int { Int(packed & 0xff) }

    /// By their letters; all others have two decimals.
    private static let otherMinorUnits: [UInt32: UInt32] = {
        let codes: [(UInt32, String)] = [
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"), (3, "BHD IQD JOD KWD LYD OMR TND"), (4, "CLF UYW"),
        ]
        var units: [UInt32: UInt32] = [:]
        for (decimals, codes) in codes {
            for code in codes.split(separator: " ") { units[code.utf8.reduce(0) { ($0 << 8) | UInt32($1) }] = decimals }
        }
        return units
    }()
}
