/// Isolation from the first table: whatever holds an account's rows is guarded by the database itself, and every table says
/// what it is for.
enum MigrationRule {
    static func findings(in migrations: [TextFile]) -> [Finding] {
        names(of: migrations) + reasons(in: migrations) + tables(in: migrations)
    }

    /// `0001_accounts.sql`, `0002_….sql`: without a gap or a repeat, because they are applied in this order.
    private static func names(of migrations: [TextFile]) -> [Finding] {
        migrations.enumerated().compactMap { index, file in
            let name = file.path.split(separator: "/").last ?? ""
            let digits = name.prefix { $0.isNumber }
            guard digits.count != 4 || Int(digits) != index + 1 || name.dropFirst(4).first != "_" else { return nil }
            return Finding(rule: .migrations, path: file.path, line: 1, what: "the name of migration \(index + 1) begins otherwise")
        }
    }

    private static func reasons(in migrations: [TextFile]) -> [Finding] {
        migrations.filter { !$0.text.hasPrefix("-- ") }.map {
            Finding(rule: .migrations, path: $0.path, line: 1, what: "a migration begins with a comment that says why")
        }
    }

    private static func tables(in migrations: [TextFile]) -> [Finding] {
        let statements = migrations.flatMap { SQLStatement.all(in: $0.text) }
        let dropped = statements.compactMap { $0.begins(with: "DROP", "TABLE") ? $0.words.last.map(SQLStatement.table) : nil }
        return migrations.flatMap { file in
            SQLStatement.all(in: file.text).compactMap(TableDefinition.init).filter { !dropped.contains($0.name) }.flatMap { table in
                missing(of: table, in: statements).map { Finding(rule: .migrations, path: file.path, line: 1, what: "\(table.name) \($0)") }
            }
        }
    }

    private static func missing(of table: TableDefinition, in statements: [SQLStatement]) -> [String] {
        func altered(_ words: String...) -> Bool {
            statements.contains { statement in
                statement.begins(with: "ALTER", "TABLE") && statement.words.prefix(5).map(SQLStatement.table).contains(table.name)
                    && statement.words.indices.contains {
                        // `NO FORCE` is the opposite.
                        statement.has(words, at: $0) && statement.words[$0 - 1].uppercased() != "NO"
                    }
            }
        }
        func named(_ beginning: String...) -> Bool {
            statements.contains { statement in
                statement.has(beginning, at: 0)
                    && statement.words.indices.dropLast().contains {
                        ["ON", "TABLE"].contains(statement.words[$0].uppercased())
                            && SQLStatement.table(statement.words[$0 + 1]) == table.name
                    }
            }
        }
        var missing: [String] = []
        if !named("COMMENT", "ON", "TABLE") { missing.append("has no comment") }
        missing += table.unnamedConstraints.map { "has a constraint without a name: \($0) comes back in errors as nothing" }
        if table.isAccounts {
            if !table.isKeyedByAccount { missing.append("holds an account's rows under a key that does not begin with account_id") }
            if altered("DISABLE", "ROW", "LEVEL", "SECURITY") { missing.append("has its row security taken away") }
            if !altered("ENABLE", "ROW", "LEVEL", "SECURITY") { missing.append("holds an account's rows without row security") }
            if !altered("FORCE", "ROW", "LEVEL", "SECURITY") { missing.append("does not force row security on its owner") }
            if !named("CREATE", "POLICY") { missing.append("has row security without a policy") }
        }
        return missing
    }
}
