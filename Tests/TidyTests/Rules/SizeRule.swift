/// What fits on a screen and in a head. Lines of a file, lines of a function, characters of a line.
enum SizeRule {
    static func findings(in file: SwiftFile) -> [Finding] {
        var findings: [Finding] = []
        func find(_ line: Int, _ what: String) {
            findings.append(Finding(rule: .sizes, path: file.path, line: line, what: what))
        }
        let limit = file.isTest ? 600 : 400
        if file.lines.count > limit { find(1, "\(file.lines.count) lines, \(limit) are the limit") }
        for (index, line) in file.lines.enumerated() where line.count > 140 {
            find(index + 1, "\(line.count) characters, 140 are the limit")
        }
        for (name, line, length) in functions(in: file) where length > 70 {
            find(line, "\(name) has \(length) lines, 70 are the limit")
        }
        return findings
    }

    /// Every function and initializer with a body, from its keyword to the brace that ends it.
    static func functions(in file: SwiftFile) -> [(name: String, line: Int, length: Int)] {
        file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            guard token.kind == .word, ["func", "init"].contains(token.text) else { return nil }
            if token.text == "init", index > 0, file.tokens[index - 1].text == "." { return nil }
            guard let open = body(of: file, after: index), let close = file.closing(open) else { return nil }
            let name = token.text == "init" ? "init" : file.tokens[index + 1].text
            return (name, token.line, file.tokens[close].line - token.line + 1)
        }
    }

    /// Where the body opens; nil for a requirement of a protocol, which another declaration or the protocol's end follows.
    private static func body(of file: SwiftFile, after index: Int) -> Int? {
        var position = index + 1
        while position < file.tokens.count {
            let token = file.tokens[position]
            switch (token.kind, token.text) {
            case (.punctuation, "{"): return position
            case (.punctuation, "}"): return nil
            case (.word, "func"), (.word, "var"), (.word, "let"), (.word, "init"): return nil
            case (.punctuation, "("), (.punctuation, "["):
                guard let end = file.closing(position) else { return nil }
                position = end
            default: break
            }
            position += 1
        }
        return nil
    }
}
