/// A table has one writer: only one room says INSERT, UPDATE, DELETE on it. Later rooms read it, or call the writer.
enum WriterRule {
    static func findings(in files: [SwiftFile]) -> [Finding] {
        var rooms: [String: Set<String>] = [:]
        var places: [(table: String, file: SwiftFile, line: Int)] = []
        for file in files where !file.servesTests && !file.isBench {
            for literal in file.literals {
                for table in tables(writtenBy: literal.text) {
                    rooms[table, default: []].insert(file.room)
                    places.append((table, file, literal.line))
                }
            }
        }
        return places.compactMap { table, file, line in
            guard let writers = rooms[table], writers.count > 1 else { return nil }
            return Finding(
                rule: .writers, path: file.path, line: line, what: "\(table) is written by \(writers.sorted().joined(separator: " and "))")
        }
    }

    static func tables(writtenBy sql: String) -> [String] {
        SQLStatement.all(in: sql).flatMap { statement in
            statement.words.indices.compactMap { index in table(of: statement, at: index) }
        }
    }

    private static func table(of statement: SQLStatement, at index: Int) -> String? {
        let beginnings = [["INSERT", "INTO"], ["DELETE", "FROM"], ["MERGE", "INTO"], ["TRUNCATE"], ["COPY"], ["UPDATE"]]
        guard let beginning = beginnings.first(where: { statement.has($0, at: index) }) else { return nil }
        // COPY and TRUNCATE are verbs only where a statement begins; as a name of something else they stay what they are.
        if ["COPY", "TRUNCATE"].contains(beginning[0]), index != 0 { return nil }
        var name = index + beginning.count
        while name < statement.words.count, ["ONLY", "TABLE"].contains(statement.words[name].uppercased()) { name += 1 }
        guard name < statement.words.count, statement.words[name].first?.isLetter == true else { return nil }
        // Not FOR UPDATE, nor ON CONFLICT … DO UPDATE: an update of a table says SET after its name, perhaps with an alias.
        if beginning == ["UPDATE"] {
            let sets = statement.words[(name + 1)...].prefix(3).contains { $0.uppercased() == "SET" }
            guard sets, statement.words[name].uppercased() != "SET" else { return nil }
        }
        return SQLStatement.table(statement.words[name])
    }
}
