/// Statements as PostgreSQL logs them (`log_statement = all`), and the pgbench script that says the same. Pure.
struct BenchStatementLog {
    struct Statement: Equatable {
        /// With `$1`, `$2`, ….
        let text: String
        /// As literals: quoted, or NULL.
        let parameters: [String]
    }

    let statements: [Statement]

    init(statements: [Statement]) {
        self.statements = statements
    }

    /// - Parameter log: lines of the server's log; what is no statement is passed over.
    init(_ log: String) {
        var statements: [Statement] = []
        for entry in Self.entries(in: log) {
            if let text = entry.after("LOG:  execute "), let colon = text.firstRange(of: ": ") {
                statements.append(Statement(text: String(text[colon.upperBound...]), parameters: []))
            } else if let details = entry.after("DETAIL:  parameters: "), let last = statements.popLast() {
                statements.append(Statement(text: last.text, parameters: Self.literals(in: details)))
            }
        }
        self.statements = statements
    }

    /// What the script says instead of a literal that each transaction needs to have its own of.
    struct Replacement {
        /// Given the statement's text up to the placeholder, the parameter's number from one, and the literal.
        let expression: (_ before: Substring, _ number: Int, _ literal: String) -> String?
    }

    /// - Parameters:
    ///   - replacements: the first that has an expression for a literal is taken.
    ///   - gathering: the prefix of the variables that take a statement's first row (`\gset`), nil for those that need none.
    func script(
        preamble: [String] = [], replacements: [Replacement] = [], gathering: (Statement) -> String? = { _ in nil }
    ) -> String {
        var lines = preamble
        // Statements whose answers are needed go by themselves; all after them share a round trip, as the service sends them.
        let pipelined = (statements.lastIndex { gathering($0) != nil } ?? -1) + 1
        for (index, statement) in statements.enumerated() {
            if index == pipelined { lines.append("\\startpipeline") }
            let text = statement.filled(replacements)
            lines.append(gathering(statement).map { "\(text)\n\\gset \($0)" } ?? text + ";")
        }
        if pipelined < statements.count { lines.append("\\endpipeline") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// An entry is a line and those after it that begin with a tab.
    private static func entries(in log: String) -> [String] {
        var entries: [String] = []
        for line in log.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("\t"), let last = entries.indices.last {
                entries[last] += "\n" + line.dropFirst()
            } else {
                entries.append(String(line))
            }
        }
        return entries
    }

    /// `$1 = 'it''s', $2 = NULL`
    private static func literals(in details: Substring) -> [String] {
        var literals: [String] = []
        var rest = details
        while let equals = rest.firstRange(of: " = ") {
            rest = rest[equals.upperBound...]
            var end = rest.startIndex
            var isQuoted = false
            while end < rest.endIndex, isQuoted || rest[end] != "," {
                if rest[end] == "'" { isQuoted.toggle() }
                end = rest.index(after: end)
            }
            literals.append(String(rest[..<end]))
            rest = rest[end...]
        }
        return literals
    }
}

extension BenchStatementLog.Statement {
    fileprivate func filled(_ replacements: [BenchStatementLog.Replacement]) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let digits = rest[dollar...].dropFirst().prefix(while: \.isNumber)
            rest = rest[digits.endIndex...]
            guard let number = Int(digits), parameters.indices.contains(number - 1) else {
                result += "$" + digits
                continue
            }
            let literal = parameters[number - 1]
            let expression = replacements.lazy.compactMap { $0.expression(text[..<dollar], number, literal) }.first
            result += expression ?? Self.withoutVariables(literal)
        }
        return result + rest
    }

    /// pgbench takes `:name` for a variable within quotes too; in the JSON that stands there a space changes nothing.
    private static func withoutVariables(_ literal: String) -> String {
        var result = ""
        var previous: Character?
        for character in literal {
            if previous == ":", character.isLetter || character == "_" { result.append(" ") }
            result.append(character)
            previous = character
        }
        return result
    }
}

extension String {
    fileprivate func after(_ marker: String) -> Substring? {
        firstRange(of: marker).map { self[$0.upperBound...] }
    }
}
