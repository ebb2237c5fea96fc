import Kernel

/// What a YAML text may not be made of, found before it is parsed: a parser that expands aliases can be made to fill the memory by a few
/// lines, and a value takes a hundred times the room of the comma that makes it.
enum YAMLBounds {
    /// A sentence, with the line that it is about; nil where nothing is wrong.
    static func flaw(in text: String, valuesAtMost: Int) -> (line: Int?, detail: String)? {
        var text = text
        return text.withUTF8 { bytes in
            if let line = firstAlias(bytes) {
                return (line, "an alias (*name) is not read here: write out what it stands for")
            }
            let marks = bytes.count { $0 == comma || $0 == newline || $0 == colon || $0 == bracket || $0 == brace }
            return marks > valuesAtMost ? (nil, "more than \(valuesAtMost) values: send it in parts, or as CSV") : nil
        }
    }

    private static let comma = UInt8(ascii: ",")
    private static let colon = UInt8(ascii: ":")
    private static let newline = UInt8(ascii: "\n")
    private static let bracket = UInt8(ascii: "[")
    private static let brace = UInt8(ascii: "{")

    /// The line of the first alias of an anchor before it. Where in a line they stand is not asked: in a quoted text or a comment neither
    /// is one, but that a text says both `&name` and `*name` is not to be expected, and no alias is missed.
    private static func firstAlias(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var anchors: Set<String> = []
        var line = 1
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == newline { line += 1 }
            guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") else { continue }
            let start = place
            while place < bytes.count, isOfName(bytes[place]) { place += 1 }
            guard place > start else { continue }
            let name = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
            if byte == UInt8(ascii: "&") { anchors.insert(name) } else if anchors.contains(name) { return line }
        }
        return nil
    }

    /// YAML 1.1 as libyaml reads it.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
