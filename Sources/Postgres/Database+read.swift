extension Database {
    /// Queries that see one snapshot of the data, in one round trip: BEGIN READ ONLY, settings, queries, COMMIT.
    public func read<each T>(_ settings: [Setting] = [], _ queries: repeat Query<each T>) async throws -> (repeat each T) {
        let begin = Self.begin(settings)
        var statements = begin
        for query in repeat each queries { statements.append(Statement(query.sql)) }
        statements.append(Statement("COMMIT"))
        let reply = try await readOnly(statements)
        if let failure = reply.failure {
            var index = begin.count
            for query in repeat each queries {
                if index == failure.index { throw query.meaning(of: failure.error) }
                index += 1
            }
            throw failure.error
        }
        var rows = reply.rows[begin.count...].makeIterator()
        return try (repeat (each queries).decode(rows.nextOrThrow()))
    }

    /// The same for each of some elements, all in one round trip. Each is a transaction of its own: it sees what its own settings show and
    /// nothing of another's, and has a snapshot of its own.
    public func readEach<Element, each T>(
        _ elements: [Element], _ queries: (Element) -> (settings: [Setting], queries: (repeat Query<each T>))
    ) async throws -> [(repeat each T)] {
        guard !elements.isEmpty else { return [] }
        let groups = elements.map(queries)
        var statements: [Statement] = []
        for group in groups {
            statements += Self.begin(group.settings)
            for query in repeat each group.queries { statements.append(Statement(query.sql)) }
            statements.append(Statement("COMMIT"))
        }
        let reply = try await readOnly(statements)
        if let failure = reply.failure { throw failure.error }
        var rows = reply.rows[...].makeIterator()
        return try groups.map { group in
            for _ in Self.begin(group.settings) { _ = try rows.nextOrThrow() }
            let values = try (repeat (each group.queries).decode(rows.nextOrThrow()))
            _ = try rows.nextOrThrow()
            return values
        }
    }

    private static func begin(_ settings: [Setting]) -> [Statement] {
        [Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")] + settings.map { Statement(unprepared: $0.statement) }
    }

    private func readOnly(_ statements: [Statement]) async throws -> Reply {
        try await leased { connection in
            var tries = 1
            while true {
                let reply = try await connection.exchange(statements)
                guard let failure = reply.failure else { return reply }
                try await connection.rollBack(becauseOf: failure.error)
                guard failure.error.isSafeToRetry, tries < Self.transactionTries else { return reply }
                tries += 1
            }
        }
    }
}
