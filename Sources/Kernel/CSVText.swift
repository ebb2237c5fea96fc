/// Writes one record of a CSV file (RFC 4180): quotes only where a field needs them.
package enum CSVText {
    /// At a file's beginning it tells a spreadsheet that the file is UTF-8; without it Excel reads 中文 as letters of its own country.
    package static let mark = "\u{FEFF}"

    package static func record(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// A field as it was before `record` kept a spreadsheet from computing it.
    package static func unguarded(_ text: String) -> String {
        text.unicodeScalars.first == "'" && isFormula(behindApostrophes: text)
            ? String(String.UnicodeScalarView(text.unicodeScalars.dropFirst())) : text
    }

    /// A field that a spreadsheet would take for a formula gets an apostrophe before it: reports are opened in one. One that looks as if it
    /// had got one gets another, so that reading takes away what writing has put there and no more.
    private static func field(_ text: String) -> String {
        let safe = isFormula(behindApostrophes: text) && Int(text) == nil ? "'" + text : text
        guard safe.utf8.contains(where: quoted.contains) else { return safe }
        // Byte by byte: a quote with an accent on it would be another character.
        var bytes = [UInt8(ascii: "\"")]
        for byte in safe.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
    }

    /// Semicolon and tab part the fields in spreadsheets of other countries.
    private static let quoted = Set(",;\"\n\r\t".utf8)

    /// What begins a formula, and what spreadsheets pass over before one. The full width forms are formulas where Chinese and Japanese are
    /// written.
    private static let formulaBeginnings = Set("=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars)

    /// By scalars: with a mark or a joiner behind it, `=` is another character, and a formula all the same.
    private static func isFormula(behindApostrophes text: String) -> Bool {
        text.unicodeScalars.first { $0 != "'" }.map(formulaBeginnings.contains) ?? false
    }
}
