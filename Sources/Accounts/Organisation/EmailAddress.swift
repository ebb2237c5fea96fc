/// An e-mail address as it is stored and compared: in lower case.
package struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Nil unless something stands on both sides of one `@`, without blanks. Whether mail arrives there only sending can tell.
    package init?(_ given: String) {
        let text = given.lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 320,
            !text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.properties.generalCategory == .control })
        else { return nil }
        self.text = text
    }

    /// A constant that is right by reading.
    init(unchecked text: String) {
        self.text = text
    }

    package var description: String { text }
}
