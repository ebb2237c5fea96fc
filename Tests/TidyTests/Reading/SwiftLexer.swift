/// Cuts Swift source into words, punctuation, literals and comments, so that a rule looks at code and never at text that
/// happens to look like it. Knows as much of the language as the rules need; regular expression literals are not known.
struct SwiftLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var spaceBefore = true
    private(set) var tokens: [Token] = []
    private(set) var comments: [Comment] = []

    init(_ source: String) {
        bytes = Array(source.utf8)
        lex(untilClosingParenthesis: false)
    }

    /// An interpolation is code: it is lexed like the rest, up to the parenthesis that ends it.
    private mutating func lex(untilClosingParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                skipSpace()
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                skipSpace()
            case UInt8(ascii: "/") where at(1) == UInt8(ascii: "/"):
                lineComment()
            case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"):
                blockComment()
            case UInt8(ascii: "\""):
                literal(hashes: 0)
            case UInt8(ascii: "#"):
                hash()
            case _ where isWord(byte) || byte == UInt8(ascii: "@"):
                word()
            default:
                append(.punctuation, String(decoding: [byte], as: UTF8.self), from: line)
                position += 1
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if untilClosingParenthesis, depth == 0 { return }
            }
        }
    }

    private func at(_ offset: Int) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }

    private mutating func skipSpace() {
        position += 1
        spaceBefore = true
    }

    private mutating func append(_ kind: Token.Kind, _ text: String, from line: Int) {
        tokens.append(Token(kind: kind, text: text, line: line, spaceBefore: spaceBefore))
        spaceBefore = false
    }

    private mutating func word() {
        let start = position
        position += 1
        while position < bytes.count, isWord(bytes[position]) { position += 1 }
        append(.word, String(decoding: bytes[start..<position], as: UTF8.self), from: line)
    }

    private mutating func lineComment() {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        comments.append(Comment(text: String(decoding: bytes[start..<position], as: UTF8.self), line: line))
    }

    private mutating func blockComment() {
        var depth = 0
        var start = position
        repeat {
            if at(0) == UInt8(ascii: "/"), at(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if at(0) == UInt8(ascii: "*"), at(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
            } else {
                if at(0) == UInt8(ascii: "\n") {
                    comments.append(Comment(text: String(decoding: bytes[start..<position], as: UTF8.self), line: line))
                    line += 1
                    start = position
                }
                position += 1
            }
        } while depth > 0 && position < bytes.count
        comments.append(Comment(text: String(decoding: bytes[start..<position], as: UTF8.self), line: line))
    }

    /// `#"raw"#`, or a word as in `#expect` and `#if`.
    private mutating func hash() {
        var hashes = 0
        while at(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if at(hashes) == UInt8(ascii: "\"") {
            position += hashes
            literal(hashes: hashes)
        } else {
            word()
        }
    }

    private mutating func literal(hashes: Int) {
        let first = line
        let index = tokens.count
        append(.literal, "", from: first)
        let multiline = at(1) == UInt8(ascii: "\"") && at(2) == UInt8(ascii: "\"")
        let quotes = multiline ? 3 : 1
        position += quotes
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\""), closes(quotes, hashes) {
                position += quotes + hashes
                break
            }
            if byte == UInt8(ascii: "\n") {
                // A literal of one line that is not closed is broken source: do not take the rest of the file with it.
                if !multiline { break }
                line += 1
            }
            if byte == UInt8(ascii: "\\"), (0..<hashes).allSatisfy({ at(1 + $0) == UInt8(ascii: "#") }) {
                position += 1 + hashes
                if at(0) == UInt8(ascii: "(") {
                    text += Array("\\()".utf8)
                    lex(untilClosingParenthesis: true)
                } else {
                    text += [UInt8(ascii: "\\"), at(0)]
                    if at(0) == UInt8(ascii: "\n") { line += 1 }
                    position += 1
                }
                continue
            }
            text.append(byte)
            position += 1
        }
        tokens[index].text = String(decoding: text, as: UTF8.self)
        spaceBefore = false
    }

    private func closes(_ quotes: Int, _ hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { at($0) == UInt8(ascii: "\"") } && (0..<hashes).allSatisfy { at(quotes + $0) == UInt8(ascii: "#") }
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

struct Token: Equatable {
    enum Kind { case word, literal, punctuation }
    let kind: Kind
    /// A literal's text without its quotes, with `\()` for each interpolation.
    var text: String
    let line: Int
    let spaceBefore: Bool
}

/// One line of a comment.
struct Comment: Equatable {
    let text: String
    let line: Int
}
