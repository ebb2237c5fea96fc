/// Every refusal's code is explained in docs/problems.md, which a problem's `type` points to; and nothing is explained there
/// that the service does not say.
enum RefusalRule {
    static func findings(in files: [SwiftFile], explained problems: String) -> [Finding] {
        let sources = files.filter { !$0.servesTests }
        let paragraphs = paragraphs(in: problems)
        let unexplained = sources.flatMap { file in
            codes(in: file).filter { !paragraphs.keys.contains($0.text) }.map { code in
                Finding(rule: .refusals, path: file.path, line: code.line, what: "\(code.text) has no paragraph in docs/problems.md")
            }
        }
        let said = Set(sources.flatMap(\.literals).map(\.text))
        let stale = paragraphs.filter { !said.contains($0.key) }.sorted { $0.value < $1.value }.map { code, line in
            Finding(rule: .refusals, path: "docs/problems.md", line: line, what: "\(code) is nothing that the service says")
        }
        return unexplained + stale
    }

    /// Where each code is explained: `## stale-version`.
    static func paragraphs(in problems: String) -> [String: Int] {
        var lines: [String: Int] = [:]
        for (index, line) in problems.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where line.hasPrefix("## ") {
            let code = line.dropFirst(3).filter { $0 != "`" && $0 != " " }
            if isCode(code) { lines[code] = index + 1 }
        }
        return lines
    }

    /// The literals in the body of `var code: String`, its cases' raw values where the body says `rawValue`, and `code: "…"`.
    static func codes(in file: SwiftFile) -> [Token] {
        guard file.tokens.contains(where: { $0.kind == .word && $0.text.hasSuffix("Refusal") }) else { return [] }
        var found: [Token] = []
        for index in file.tokens.indices {
            if file.matches(["var", "code", ":", "String", "{"], at: index), let end = file.closing(index + 4) {
                let body = file.tokens[(index + 5)..<end]
                found += body.filter { $0.kind == .literal }
                if body.contains(where: { $0.kind == .word && $0.text == "rawValue" }) { found += rawValues(in: file) }
            }
            for beginning in [["code", ":"], ["code", "="], ["code", ":", "String", "="]]
            where file.matches(beginning, at: index) && index + beginning.count < file.tokens.count {
                let value = file.tokens[index + beginning.count]
                if value.kind == .literal { found.append(value) }
            }
        }
        return found.filter { isCode($0.text) }
    }

    private static func rawValues(in file: SwiftFile) -> [Token] {
        file.tokens.indices.dropLast(3).compactMap { index in
            guard file.matches(["case"], at: index), file.matches(["="], at: index + 2), file.tokens[index + 3].kind == .literal else {
                return nil
            }
            return file.tokens[index + 3]
        }
    }

    private static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0 == "-" || $0.isNumber || ("a"..."z").contains($0) }
    }
}
