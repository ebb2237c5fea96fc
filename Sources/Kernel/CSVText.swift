/// Writes one record of a CSV file (RFC 4180): quotes only where a field needs them.
package enum CSVText {
    package static func record(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// A field that a spreadsheet would take for a formula gets an apostrophe before it: reports are opened in one.
    private static func field(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t\r".contains($0) } == true && Int(text) == nil ? "'" + text : text
        guard safe.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) })
        else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
