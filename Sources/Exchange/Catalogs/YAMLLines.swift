/// The lines of a text as a YAML parser counts them, from 1, each with its end.
struct YAMLLines {
    private let bytes: [UInt8]
    /// Where each line begins, and where the last one ends.
    private let starts: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var starts = [0]
        var place = 0
        while place < bytes.count {
            let length = Self.breakLength(bytes, place)
            place += max(1, length)
            if length > 0, place < bytes.count { starts.append(place) }
        }
        self.starts = starts + [bytes.count]
    }

    var count: Int { starts.count - 1 }

    func text(_ lines: Range<Int>) -> String {
        let first = min(max(lines.lowerBound, 1), count + 1)
        let end = min(max(lines.upperBound, first), count + 1)
        return String(decoding: bytes[starts[first - 1]..<starts[end - 1]], as: UTF8.self)
    }

    func indent(_ line: Int) -> Int { self.line(line).prefix { $0 == UInt8(ascii: " ") }.count }

    /// What stands in it from its indent on, without its end.
    func words(_ line: Int) -> ArraySlice<UInt8> {
        let line = self.line(line)
        let words = line.dropFirst(line.prefix { $0 == UInt8(ascii: " ") }.count)
        return words.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    }

    /// Whether it is empty, or only a comment that stands no deeper than this.
    func saysNothing(_ line: Int, indent: Int) -> Bool {
        let words = words(line)
        if words.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { return true }
        return words.first == UInt8(ascii: "#") && self.indent(line) <= indent
    }

    /// `---` or `...`, with which a document ends.
    func endsDocument(_ line: Int) -> Bool {
        guard indent(line) == 0 else { return false }
        let words = words(line)
        guard words.starts(with: "---".utf8) || words.starts(with: "...".utf8) else { return false }
        return words.dropFirst(3).first.map { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ?? true
    }

    private func line(_ line: Int) -> ArraySlice<UInt8> {
        guard (1...max(1, count)).contains(line) else { return [] }
        return bytes[starts[line - 1]..<starts[line]]
    }

    /// Of the end of a line, as YAML 1.1 has them: LF, CR, CR LF, NEL, LS, PS.
    private static func breakLength(_ bytes: [UInt8], _ place: Int) -> Int {
        func byte(_ offset: Int) -> UInt8? { place + offset < bytes.count ? bytes[place + offset] : nil }
        switch bytes[place] {
        case UInt8(ascii: "\n"): return 1
        case UInt8(ascii: "\r"): return byte(1) == UInt8(ascii: "\n") ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : 0
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
        default: return 0
        }
    }
}
