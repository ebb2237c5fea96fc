import Cryptography

/// A text as it may stand in a mail's header: on one line as it is where it is short and plain, else in encoded words (RFC 2047), which
/// hold no line's end and no bracket whatever the text holds.
enum HeaderText {
    /// For a subject.
    static func unstructured(_ text: String) -> String {
        let text = onOneLine(text)
        return isPlain(text) ? text : encodedWords(text)
    }

    /// For the name before an address: a quoted string (RFC 5322, 3.2.4) or encoded words.
    static func phrase(_ text: String) -> String {
        let text = onOneLine(text)
        guard isPlain(text) else { return encodedWords(text) }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// What controls, or ends a line or a paragraph, becomes a blank.
    private static func onOneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let ends = [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            line.append(ends ? " " : scalar)
        }
        return String(line).split(separator: " ").joined(separator: " ")
    }

    /// What looks like an encoded word would be decoded by whoever reads it.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= 60 && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !text.contains("=?")
    }

    /// Each has at most 75 characters, stands on a line of its own, and holds whole characters.
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        func finish() {
            let padding = String(repeating: "=", count: (3 - bytes.count % 3) % 3)
            words.append("=?UTF-8?B?" + Base64.standard.encode(bytes) + padding + "?=")
            bytes = []
        }
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > 39 { finish() }
            bytes += next
        }
        if !bytes.isEmpty { finish() }
        return words.joined(separator: "\r\n ")
    }
}
