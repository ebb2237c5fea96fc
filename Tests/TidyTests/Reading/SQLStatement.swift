/// The words and punctuation of one SQL statement; comments, quoted text and the bodies of functions are left out.
struct SQLStatement: Equatable {
    let words: [String]

    static func all(in text: String) -> [SQLStatement] {
        var statements: [SQLStatement] = []
        var words: [String] = []
        for word in split(text) {
            if word == ";" {
                if !words.isEmpty { statements.append(SQLStatement(words: words)) }
                words = []
            } else {
                words.append(word)
            }
        }
        if !words.isEmpty { statements.append(SQLStatement(words: words)) }
        return statements
    }

    /// Whether the statement begins with these words, whatever their case.
    func begins(with beginning: String...) -> Bool { has(beginning, at: 0) }

    func contains(_ sequence: String...) -> Bool { words.indices.contains { has(sequence, at: $0) } }

    func has(_ sequence: [String], at index: Int) -> Bool {
        index + sequence.count <= words.count && zip(words[index...], sequence).allSatisfy { $0.uppercased() == $1.uppercased() }
    }

    /// A table's name without its schema.
    static func table(_ word: String) -> String { String(word.split(separator: ".").last ?? "").lowercased() }

    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var rest = Substring(text)
        while let first = rest.first {
            if rest.hasPrefix("--") {
                rest = rest.drop { $0 != "\n" }
            } else if rest.hasPrefix("/*") {
                rest = after("*/", in: rest.dropFirst(2))
            } else if first == "'" {
                rest = after("'", in: rest.dropFirst())
            } else if first == "$", let tag = dollarQuote(rest) {
                rest = after(tag, in: rest.dropFirst(tag.count))
            } else if first == "\"" {
                let name = rest.dropFirst().prefix { $0 != "\"" }
                words.append(String(name))
                rest = rest.dropFirst(name.count + 2)
            } else if isWord(first) {
                let word = rest.prefix { isWord($0) || $0 == "." || $0 == "$" }
                words.append(String(word))
                rest = rest.dropFirst(word.count)
            } else {
                if !first.isWhitespace { words.append(String(first)) }
                rest = rest.dropFirst()
            }
        }
        return words
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }

    private static func dollarQuote(_ text: Substring) -> String? {
        let name = text.dropFirst().prefix { isWord($0) }
        let rest = text.dropFirst(1 + name.count)
        return rest.first == "$" && name.first?.isNumber != true ? "$" + name + "$" : nil
    }

    private static func after(_ end: String, in text: Substring) -> Substring {
        var rest = text
        while !rest.isEmpty, !rest.hasPrefix(end) { rest = rest.dropFirst() }
        return rest.dropFirst(end.count)
    }
}
