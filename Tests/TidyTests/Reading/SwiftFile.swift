/// A Swift file as the rules see it.
struct SwiftFile {
    /// From the repository's root: `Sources/Quotes/SubmitQuote.swift`.
    let path: String
    let lines: [Substring]
    let tokens: [Token]
    let comments: [Comment]

    init(path: String, text: String) {
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
        let lexer = SwiftLexer(text)
        tokens = lexer.tokens
        comments = lexer.comments
    }

    var isTest: Bool { path.hasPrefix("Tests/") }

    /// The room or test target that the file stands in.
    var room: String { String(path.split(separator: "/").dropFirst().first ?? "") }

    /// Who tests Purveyor may do what tests may.
    var servesTests: Bool { isTest || room == "PurveyorTesting" }

    /// Which of the house's four kinds the file's name and content make it (docs/architecture.md).
    var kind: Kind {
        let file = path.split(separator: "/").last ?? ""
        let name = file.prefix { $0 != "." && $0 != "+" }
        if name.hasSuffix("Queries") { return .queries }
        if ["Routes", "Representation", "Context", "Middleware"].contains(where: { name.hasSuffix($0) }) { return .http }
        let first = name.prefix(1) + name.dropFirst().prefix { $0.isLowercase }
        let isVerb = Self.imperatives.contains(String(first)) || tokens.contains { $0.kind == .word && $0.text == "callAsFunction" }
        return isVerb ? .verb : .noun
    }

    /// First words that are verbs and nothing else: an `Order…` or a `Price…` is a verb only where it has `callAsFunction`.
    private static let imperatives: Set = [
        "Add", "Admit", "Append", "Apply", "Approve", "Cancel", "Carry", "Change", "Check", "Close", "Create", "Decide", "Delete",
        "Disable", "Edit", "End", "Find", "Issue", "Load", "Make", "Open", "Publish", "Read", "Recall", "Record", "Reject", "Remove",
        "Save", "Send", "Set", "Show", "Start", "Submit", "Sweep", "Take", "Verify", "Withdraw", "Write",
    ]

    enum Kind: String { case noun, verb, queries, http }

    var imports: [(module: String, line: Int)] {
        tokens.indices.dropLast().compactMap { index in
            let token = tokens[index]
            guard token.kind == .word, token.text == "import" else { return nil }
            // `import struct Kernel.Money` imports from Kernel too.
            let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            guard let name = tokens[(index + 1)...].first(where: { !kinds.contains($0.text) }), name.kind == .word else { return nil }
            return (name.text, token.line)
        }
    }

    var literals: [Token] { tokens.filter { $0.kind == .literal } }

    /// Whether somebody wrote a comment on this line or the one before.
    func hasCommentBeside(_ line: Int) -> Bool { comments.contains { $0.line == line || $0.line == line - 1 } }

    /// Whether the tokens from `index` on are `texts`; literals never are.
    func matches(_ texts: [String], at index: Int) -> Bool {
        index >= 0 && index + texts.count <= tokens.count
            && zip(tokens[index...], texts).allSatisfy { $0.kind != .literal && $0.text == $1 }
    }

    /// The index of the token that closes what opens at `index`.
    func closing(_ index: Int) -> Int? {
        var depth = 0
        for position in index..<tokens.count where tokens[position].kind == .punctuation {
            switch tokens[position].text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                if depth == 0 { return position }
            default: break
            }
        }
        return nil
    }
}
