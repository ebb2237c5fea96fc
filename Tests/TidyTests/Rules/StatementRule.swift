/// SQL stands in `…Queries.swift`, so that everything that is asked of a table is found in one kind of file.
enum StatementRule {
    /// A literal that begins with one of these, in capitals, is taken for a statement.
    static let beginnings: Set = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "COPY", "TRUNCATE", "CREATE", "ALTER", "DROP"]
    /// The client and the cluster speak of databases, not of the product's tables.
    static let rooms: Set = ["Postgres", "PostgresServer"]

    static func findings(in file: SwiftFile) -> [Finding] {
        if file.servesTests || file.isBench || rooms.contains(file.room) { return [] }
        return file.kind == .queries ? clocks(in: file) : strays(in: file)
    }

    private static func strays(in file: SwiftFile) -> [Finding] {
        file.literals.compactMap { literal in
            let words = literal.text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            guard words.count == 2, beginnings.contains(String(words[0])) else { return nil }
            return Finding(
                rule: .statements, path: file.path, line: literal.line, what: "\(words[0]) … belongs in a …Queries.swift")
        }
    }

    /// Time comes in as a value (Kernel.World): a test cannot name what the server's clock said.
    private static func clocks(in file: SwiftFile) -> [Finding] {
        file.literals.compactMap { literal in
            let words = SQLStatement.all(in: literal.text).flatMap(\.words).map { $0.lowercased() }
            guard let clock = words.first(where: { ["now", "clock_timestamp", "current_timestamp", "current_date"].contains($0) }) else {
                return nil
            }
            return Finding(rule: .statements, path: file.path, line: literal.line, what: "\(clock) is the server's clock: bind the time")
        }
    }
}

extension SwiftFile {
    /// A bench says the rooms' statements again, so that pgbench can do them beside the service.
    var isBench: Bool { path.hasPrefix("Sources/purveyor/Bench") }
}
