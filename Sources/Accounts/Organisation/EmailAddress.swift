/// An e-mail address as it is stored and compared: in lower case.
package struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Nil unless it is a mailbox of RFC 5321, 4.1.2, without quoting and address literals, in ASCII: letters that only look like others,
    /// or like nothing, would make two people of one (and a mail to them could not be sent: RFC 6531 is not spoken here). Whether mail
    /// arrives there only sending can tell.
    package init?(_ given: String) {
        let text = given.lowercased()
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard given.utf8.allSatisfy({ $0 < 0x80 }), parts.count == 2, text.utf8.count <= 320, !parts[0].isEmpty,
            parts[0].allSatisfy(Self.mayStandBeforeTheAt),
            !parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .contains(where: \.isEmpty),
            parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(Self.isLabel)
        else { return nil }
        self.text = text
    }

    /// A constant that is right by reading.
    init(unchecked text: String) {
        self.text = text
    }

    package var description: String { text }

    private static func mayStandBeforeTheAt(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// RFC 1123, 2.1.
    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
