import FoundationEssentials

/// Applies numbered SQL files in order, each once, and takes down which in the table `schema_migrations` with a checksum of the file.
///
/// Several migrators at once do no harm: an advisory lock lets one work and the others find that nothing is left to do.
public struct Migrator: Sendable {
    private let directory: String
    /// `lock_timeout` of the session, so that a migration that waits for a busy table does not hold up everybody behind it.
    public var lockTimeout: Duration = .seconds(10)

    /// `directory` holds files named `NNNN_name.sql`; what is no `.sql` is ignored, and `schema.sql`, their sum for readers.
    public init(directory: String) {
        self.directory = directory
    }

    /// Every migration that there is, in order. Throws `MigrationError` where files and database disagree.
    public func status(on connectionString: String) async throws -> [MigrationStatus] {
        let migrations = try migrations()
        return try await withConnection(connectionString) { connection in
            let applied = try await applied(connection, verifying: migrations)
            return migrations.map { MigrationStatus(number: $0.number, name: $0.name, appliedAt: applied[$0.number]) }
        }
    }

    /// What `apply` would apply.
    public func pending(on connectionString: String) async throws -> [MigrationStatus] {
        try await status(on: connectionString).filter { $0.appliedAt == nil }
    }

    /// Applies what is pending and returns it. What was applied before a failure stays applied.
    @discardableResult
    public func apply(on connectionString: String) async throws -> [Migration] {
        let migrations = try migrations()
        return try await withConnection(connectionString) { connection in
            try await lock(connection)
            try await connection.run(Query<Void>(Self.table))
            let applied = try await applied(connection, verifying: migrations)
            let pending = migrations.filter { applied[$0.number] == nil }
            for migration in pending { try await apply(migration, connection) }
            return pending
        }
    }

    // MARK: Files

    func migrations() throws -> [Migration] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw MigrationError.unreadableDirectory(directory)
        }
        let migrations = try names.filter { $0.hasSuffix(".sql") && $0 != "schema.sql" }.map { name in
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)"),
                let text = String(validating: data, as: UTF8.self),
                let migration = Migration(fileName: name, text: text)
            else { throw MigrationError.badFileName(name) }
            return migration
        }.sorted { $0.number < $1.number }
        for (left, right) in zip(migrations, migrations.dropFirst()) where left.number == right.number {
            throw MigrationError.sameNumber(left.number)
        }
        return migrations
    }

    // MARK: The database

    private static let table: SQL = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number int8 PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """

    private func withConnection<T>(_ connectionString: String, _ body: (Connection) async throws -> T) async throws -> T {
        var configuration = DatabaseConfiguration(connectionString: connectionString, applicationName: "migrate")
        configuration.statementTimeout = .zero
        configuration.lockTimeout = lockTimeout
        let connection = try await Connection.open(configuration)
        defer { connection.close() }
        return try await body(connection)
    }

    /// Waits by asking again and again: a session that waited inside the server would hold a snapshot, which CREATE INDEX CONCURRENTLY
    /// of the one who works waits for. The lock ends with the session.
    private func lock(_ connection: Connection) async throws {
        let key: Int64 = 0x6D69_6772_6174_6F72  // "migrator"
        while !(try await connection.run(Query.one("SELECT pg_try_advisory_lock(\(key))") { try $0.next(Bool.self) })) {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// When each migration was applied, by number; verifies that the files are those that were applied.
    private func applied(_ connection: Connection, verifying migrations: [Migration]) async throws -> [Int: PostgresTimestamp] {
        let exists = try await connection.run(Query.one("SELECT to_regclass('schema_migrations') IS NOT NULL") { try $0.next(Bool.self) })
        guard exists else { return [:] }
        let rows = try await connection.run(
            Query.all("SELECT number, name, checksum, applied_at FROM schema_migrations ORDER BY number") { row in
                (try row.next(Int.self), try row.next(String.self), try row.next(String.self), try row.next(PostgresTimestamp.self))
            })
        let checksums = try await connection.run(
            Query.all(
                """
                SELECT encode(sha256(content), 'hex')
                FROM unnest(\(migrations.map { Array($0.text.utf8) })) WITH ORDINALITY AS files (content, position) ORDER BY position
                """
            ) { try $0.next(String.self) })
        let files = Dictionary(uniqueKeysWithValues: zip(migrations.map(\.number), checksums))
        for (number, name, checksum, _) in rows {
            guard let file = files[number] else { throw MigrationError.missing(number: number, name: name) }
            guard file == checksum else { throw MigrationError.changed(number: number, name: name) }
        }
        let applied = Dictionary(uniqueKeysWithValues: rows.map { ($0.0, $0.3) })
        if let last = rows.last?.0, let late = migrations.first(where: { $0.number < last && applied[$0.number] == nil }) {
            throw MigrationError.outOfOrder(number: late.number, name: late.name)
        }
        return applied
    }

    private func apply(_ migration: Migration, _ connection: Connection) async throws {
        do {
            if migration.runsInTransaction { try await connection.run(Query<Void>("BEGIN")) }
            for script in migration.scripts {
                let reply = try await connection.script(script)
                if let failure = reply.failure { throw failure.error }
                guard reply.transactionStatus == (migration.runsInTransaction ? .open : .none) else {
                    throw MigrationError.endsTransaction(number: migration.number, name: migration.name)
                }
            }
            // What a file SETs for its session is meant neither for the next one nor for the table below.
            try await connection.run(Query<Void>("RESET ALL"))
            try await connection.run(
                Query<Void>(
                    """
                    INSERT INTO schema_migrations (number, name, checksum)
                    VALUES (\(migration.number), \(migration.name), encode(sha256(\(Array(migration.text.utf8))), 'hex'))
                    """))
            if migration.runsInTransaction { try await connection.run(Query<Void>("COMMIT")) }
        } catch let error as MigrationError {
            throw error
        } catch {
            // The connection is closed next, which rolls back.
            throw MigrationError.failed(number: migration.number, name: migration.name, cause: error)
        }
    }
}

extension Connection {
    static func open(_ configuration: DatabaseConfiguration) async throws -> Connection {
        try await withCheckedThrowingContinuation { continuation in
            ConnectionAttempt.start(configuration) { continuation.resume(with: $0.mapError { $0 as any Error }) }
        }
    }

    fileprivate func run<T>(_ query: Query<T>) async throws -> T {
        let reply = try await exchange([Statement(query.sql)])
        if let failure = reply.failure { throw query.meaning(of: failure.error) }
        return try query.decode(reply.rows[0])
    }
}
