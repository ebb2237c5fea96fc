/// A mail's text as it is transferred (RFC 2045): lines end with CR LF, and what is not ASCII, or too long a line for SMTP, is
/// quoted-printable.
struct BodyText {
    let encoding: String
    let bytes: [UInt8]

    init(_ text: String) {
        let lines = Self.lines(of: text)
        let isPlain = lines.allSatisfy { line in line.utf8.count <= 998 && line.utf8.allSatisfy { $0 < 0x80 } }
        encoding = isPlain ? "7bit" : "quoted-printable"
        bytes = lines.flatMap { (isPlain ? Array($0.utf8) : Self.quotedPrintable(Array($0.utf8))) + [0x0D, 0x0A] }
    }

    private static func lines(of text: String) -> [String] {
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var clean = String.UnicodeScalarView()
            clean.append(contentsOf: line.unicodeScalars.filter { $0 == "\t" || $0.properties.generalCategory != .control })
            return String(clean)
        }
    }

    /// RFC 2045, 6.7: at most 76 characters a line, and no blank at the end of one.
    private static func quotedPrintable(_ line: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var width = 0
        for (index, byte) in line.enumerated() {
            let isBlank = byte == 0x20 || byte == 0x09
            let isLiteral = isBlank ? index < line.count - 1 : (0x21...0x7E).contains(byte) && byte != 0x3D
            let written = isLiteral ? [byte] : [0x3D, hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            if width + written.count > 75 {
                result += [0x3D, 0x0D, 0x0A]
                width = 0
            }
            result += written
            width += written.count
        }
        return result
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)
}
