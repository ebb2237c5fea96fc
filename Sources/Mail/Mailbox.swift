/// Who a mail is from or for: an address, and what its owner is called.
package struct Mailbox: Sendable, Equatable {
    package let name: String?
    package let address: String

    /// Nil for what could be anything but one address (RFC 5321, 4.1.2, without quoting and comments): a blank, a line's end or a bracket
    /// in it would be read as the beginning of something else.
    package init?(name: String? = nil, address: String) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, address.utf8.count <= 254, parts[0].utf8.count <= 64,
            !parts[0].hasPrefix("-"), !parts[1].hasPrefix("-"), address.unicodeScalars.allSatisfy(Self.mayStandInAddress)
        else { return nil }
        self.name = name
        self.address = address
    }

    /// `Purveyor <no-reply@example.com>`, or the address alone.
    package init?(_ text: String) {
        guard let open = text.firstIndex(of: "<") else {
            self.init(address: text)
            return
        }
        guard text.hasSuffix(">") else { return nil }
        let name = text[..<open].split(separator: " ").joined(separator: " ")
        self.init(name: name.isEmpty ? nil : name, address: String(text[text.index(after: open)...].dropLast()))
    }

    package var domain: String { String(address.split(separator: "@").last ?? "") }

    private static func mayStandInAddress(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control }
        return scalar.value > 0x20 && scalar.value < 0x7F && !"<>()[],;:\\\"".unicodeScalars.contains(scalar)
    }
}
