/// What a CREATE TABLE says.
struct TableDefinition: Equatable {
    /// Without its schema.
    let name: String
    /// Columns and constraints, each as its words.
    let items: [[String]]

    /// Nil unless the statement creates a table that stays, with columns of its own.
    init?(_ statement: SQLStatement) {
        var words = statement.words[...]
        guard words.popFirst()?.uppercased() == "CREATE" else { return nil }
        if words.first?.uppercased() == "UNLOGGED" { words = words.dropFirst() }
        guard words.popFirst()?.uppercased() == "TABLE" else { return nil }
        while let first = words.first?.uppercased(), ["IF", "NOT", "EXISTS"].contains(first) { words = words.dropFirst() }
        guard let name = words.popFirst(), words.popFirst() == "(" else { return nil }
        self.name = SQLStatement.table(name)
        var items: [[String]] = [[]]
        var depth = 1
        for word in words {
            if word == "(" { depth += 1 }
            if word == ")" { depth -= 1 }
            if depth == 0 { break }
            if word == ",", depth == 1 { items.append([]) } else { items[items.count - 1].append(word) }
        }
        self.items = items
    }

    /// Whether its rows are an account's.
    var isAccounts: Bool { name == "accounts" || items.contains { $0.first?.lowercased() == "account_id" } }

    /// Whether an account's rows lie together and can be distributed by account; `accounts` itself is keyed by its id.
    var isKeyedByAccount: Bool {
        name == "accounts"
            || items.contains { item in
                item.indices.contains { SQLStatement(words: item).has(["PRIMARY", "KEY", "(", "account_id"], at: $0) }
            }
    }

    /// The kind of each constraint that has no name of its own.
    var unnamedConstraints: [String] {
        items.compactMap { item in
            let words = item.map { $0.uppercased() }
            guard !words.contains("CONSTRAINT") else { return nil }
            return words.first { ["PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "FOREIGN", "EXCLUDE"].contains($0) }
        }
    }
}
