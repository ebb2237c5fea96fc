import PurveyorTesting

/// A mail as its reader's program shows it: written apart from the sender's code, after RFC 2045 and 2047.
struct ReadMail {
    private let headers: [String: String]
    let body: String

    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.parts(by: "\r\n\r\n")
        headers = Dictionary(
            parts[0].parts(by: "\r\n").reduce(into: [] as [String]) { lines, line in
                if line.hasPrefix(" "), !lines.isEmpty { lines[lines.count - 1] += line } else { lines.append(line) }
            }.map { line in
                let name = line.prefix { $0 != ":" }
                return (String(name), String(line.dropFirst(name.count + 2)))
            }, uniquingKeysWith: { first, _ in first })
        let content = parts.dropFirst().joined(separator: "\r\n\r\n")
        switch headers["Content-Transfer-Encoding"] {
        case "7bit": body = content.replacing("\r\n", with: "\n")
        case "quoted-printable": body = Self.unquoted(content).replacing("\r\n", with: "\n")
        default: return nil
        }
    }

    var subject: String { Self.decoded(headers["Subject"] ?? "") }

    var recipientName: String {
        let name = (headers["To"] ?? "").parts(by: " <").dropLast().joined(separator: " <")
        guard name.hasPrefix("\"") else { return Self.decoded(name) }
        var (result, isEscaped) = ("", false)
        for character in name.dropFirst().dropLast() {
            if character == "\\", !isEscaped { isEscaped = true } else { (result, isEscaped) = (result + String(character), false) }
        }
        return result
    }

    var recipient: String? { (headers["To"] ?? "").parts(by: "<").last.map { String($0.dropLast()) } }
    var messageID: String? { headers["Message-ID"] }

    /// Encoded words next to each other belong together.
    private static func decoded(_ text: String) -> String {
        guard text.hasPrefix("=?UTF-8?B?") else { return text }
        let bytes = text.split(separator: " ").flatMap { word in
            Base64Padded.decode(String(word.dropFirst("=?UTF-8?B?".count).dropLast(2))) ?? []
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unquoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x3D else {
                bytes.append(byte)
                continue
            }
            let code = rest.prefix(2)
            rest = rest.dropFirst(2)
            if Array(code) != [0x0D, 0x0A] { bytes.append(UInt8(String(decoding: code, as: UTF8.self), radix: 16) ?? 0) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
